// A ticket, used once, makes this browser the screen. It stands behind the "#", which a browser never sends.

import { at, wording } from "../../widgets/static/shared/dom.js";
import { statusLine } from "../../widgets/static/shared/status.js";
import { ask, faultOf } from "./net.js";

/** @type {Live.ScreenData} */
const data = JSON.parse(at("kit-screen").textContent);
const say = wording({ messages: data.words, place: "page" });
const line = statusLine("page-said");
at("screen-said").append(line.node);
for (const id of ["screen-join", "screen-pause"]) at(id).hidden = true;

const ticket = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const reply = await ask("POST", "/api/screen", { ticket });
if (reply.status === 200) location.replace("/screen");
else line.say("problem", "", say(faultOf(reply) ? `try_${faultOf(reply)}` : "screen_closed"));
