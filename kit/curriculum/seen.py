"""What others will see of an answer, and when: said before one answers, and made from the policy alone.

Nothing here depends on who has answered or what, so the sentence can be checked by anybody who knows the policy.
"""

from __future__ import annotations

from kit.curriculum.items import Item, Ranking
from kit.curriculum.policy import Policy
from kit.curriculum.registers import Messages


def seen_by_others(item: Item, policy: Policy, messages: Messages) -> str:
    """Who will see something of an answer to *item*, in which form, and from how many answers on."""
    least = policy.floor_for(item)
    values = {"least": least, "text": max(least, policy.text), "sharing": policy.text_sharing}
    sentence = messages(f"form.travels_{_way(item, policy)}", **values)
    if item.share == "group" and item.sensitive and least > policy.minimum:
        sentence = f"{sentence} {messages('form.travels_delicate')}"
    return sentence


def _way(item: Item, policy: Policy) -> str:
    if item.share != "group":
        return item.share
    if isinstance(item, Ranking):
        return "order"
    if item.form == "text":
        return "text"
    return "leads" if policy.may_lead(item) else "group"
