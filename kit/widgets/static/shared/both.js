// Bringing back what somebody wrote where there is something already: neither of the two may be lost.

// The newer text first, unless one of them holds the other already.
function bothTexts(here, found, between) {
  if (here.includes(found.trim())) return here;
  if (found.includes(here.trim())) return found;
  return `${here.trimEnd()}\n\n${between}\n${found.trimStart()}`;
}
