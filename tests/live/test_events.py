from __future__ import annotations

import asyncio

from kit.live.events import Channel


def test_a_new_listener_gets_the_state_at_once_and_one_who_has_it_waits():
    async def act() -> None:
        channel = Channel(lambda: {"week": 1})
        version, text = await channel.newer("")
        assert version == channel.version
        assert text.startswith(f"id: {version}\n")
        assert text.endswith("\n\n")
        assert await channel.newer(version, wait=0.01) is None

    asyncio.run(act())


def test_many_changes_reach_a_listener_as_at_most_four_states_a_second_and_the_last_is_the_latest():
    state = {"n": 0}

    async def act() -> list[str]:
        channel = Channel(lambda: dict(state), spacing=0.05)
        loop, seen, texts = asyncio.get_running_loop(), "", []
        news = await channel.newer(seen)
        started = loop.time()
        for number in range(1, 200):
            state["n"] = number
            channel.changed()
            await asyncio.sleep(0)
        while news is not None:
            texts.append(news[1])
            news = await channel.newer(news[0], wait=0.2)
        assert len(texts) <= 2 + (loop.time() - started) / 0.05
        return texts

    texts = asyncio.run(act())
    assert '"n":199' in texts[-1]
    assert len(texts) <= 4


def test_the_first_change_after_a_pause_is_told_without_waiting():
    async def act() -> None:
        channel = Channel(lambda: {}, spacing=3600)
        version, _ = await channel.newer("")
        channel.changed()
        news = await channel.newer(version, wait=5)
        assert news is not None
        assert news[0] == channel.version
        # The next one waits until its time has come, together with all that changes until then.
        channel.changed()
        assert await channel.newer(news[0], wait=0.05) is None
        channel.close()

    asyncio.run(act())


def test_who_has_the_latest_before_it_is_told_waits_on_and_hears_of_what_comes_next():
    told = 0

    def state() -> dict[str, int]:
        return {"told": told}

    async def act() -> None:
        nonlocal told
        channel = Channel(state, spacing=0.02)
        channel.changed()
        await channel.newer("never", wait=5)
        # Somebody joins, and before all are told of it one more listener comes, who gets it at once.
        channel.changed()
        version, _ = await channel.newer("")
        waiting = asyncio.create_task(channel.newer(version, wait=20))
        while channel._timer is not None:
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        assert not waiting.done()
        told = 7
        channel.changed()
        news = await waiting
        assert news is not None
        assert '"told":7' in news[1]
        channel.close()

    asyncio.run(act())


def test_a_version_from_before_a_restart_is_never_taken_for_one_of_now():
    async def act() -> None:
        before, after = Channel(lambda: {}), Channel(lambda: {})
        assert before.version != after.version
        assert await after.newer(before.version, wait=0.01) is not None

    asyncio.run(act())


def test_closing_ends_every_wait():
    async def act() -> None:
        channel = Channel(lambda: {})
        version, _ = await channel.newer("")
        waiting = asyncio.create_task(channel.newer(version, wait=60))
        await asyncio.sleep(0)
        channel.close()
        assert await asyncio.wait_for(waiting, 5) is None
        channel.changed()

    asyncio.run(act())
