// A voice of the device, to read aloud what a practice says. Only voices that speak without a network are asked, so
// that nothing leaves the device; where there is none, nothing is offered.

// A little slower than people talk.
const RATE = 0.9;

export class Voice {
  // "changed" hears when the device finds its voices, which may be after the page stands.
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.isHeard = false;
    Voice.device?.addEventListener("voiceschanged", changed);
  }

  static get device() {
    return "speechSynthesis" in window ? window.speechSynthesis : null;
  }

  // Null where the device has no such voice for the language of the page.
  get voice() {
    const [language] = (document.documentElement.lang || "en").toLowerCase().split("-");
    const speaks = (/** @type {SpeechSynthesisVoice} */ { localService, lang }) =>
      localService && lang.toLowerCase().split(/[-_]/)[0] === language;
    const voices = Voice.device?.getVoices().filter(speaks) ?? [];
    return voices.find((voice) => voice.default) ?? voices[0] ?? null;
  }

  get possible() {
    return this.voice !== null;
  }

  // A line that takes longer than its time is ended only where a third one would have to wait.
  /** @param {string} text */
  say(text) {
    const { device } = Voice;
    const { voice } = this;
    if (!device || !voice) return;
    if (device.pending) device.cancel();
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { voice, lang: voice.lang, rate: RATE });
    this.isHeard = true;
    device.speak(said);
  }

  // Another practice on the page may be speaking.
  hush() {
    if (this.isHeard) Voice.device?.cancel();
    this.isHeard = false;
  }

  close() {
    this.hush();
    Voice.device?.removeEventListener("voiceschanged", this.changed);
  }
}
