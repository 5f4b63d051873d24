// A ticket, used once, makes this browser the screen. It stands behind the "#", which a browser never sends.

import { wording } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { ask, faultOf } from "./net.js";

const data = JSON.parse(document.getElementById("kit-screen").textContent);
const say = wording({ messages: data.words, place: "page" });
const line = statusLine("page-said");
document.getElementById("screen-said").append(line.node);
for (const id of ["screen-join", "screen-pause"]) document.getElementById(id).hidden = true;

const ticket = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const reply = await ask("POST", "/api/screen", { ticket });
if (reply.status === 200) location.replace("/screen");
else line.say("problem", "", say(faultOf(reply) ? `try_${faultOf(reply)}` : "screen_closed"));
