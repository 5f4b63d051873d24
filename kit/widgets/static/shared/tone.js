// Soft sounds, made here so that none has to be fetched. Nothing sounds before a person has pressed a button.

const LOUD = 0.09;
const SILENT = 0.0001;
// A bell: a low note and two that ring above it and fade sooner. Hertz, loudness, seconds.
const BELL = [[264, 1, 5], [528, 0.5, 3.5], [1425, 0.12, 1.8]];

export class Tone {
  constructor() {
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {Set<OscillatorNode>} */
    this.playing = new Set();
  }

  static get possible() {
    return typeof window.AudioContext === "function";
  }

  // Called from the press of a button: a page may not make a sound of its own accord.
  wake() {
    if (!Tone.possible) return;
    try {
      this.context ??= new AudioContext();
      this.context.resume().catch(() => {}); // a device that may not sound now; everything is also written
    } catch {
      // A device without a way to sound; everything is also written.
      this.context = null;
    }
  }

  /**
   * @param {number} after
   * @param {number} seconds
   * @param {number[]} frequencies
   * @param {(gain: AudioParam, at: number) => void} loudness
   */
  note(after, seconds, frequencies, loudness) {
    const { context } = this;
    if (!context) return;
    const at = context.currentTime + after;
    const voice = context.createOscillator();
    const volume = context.createGain();
    voice.frequency.setValueAtTime(frequencies[0], at);
    voice.frequency.linearRampToValueAtTime(frequencies[frequencies.length - 1], at + seconds);
    volume.gain.setValueAtTime(SILENT, at);
    loudness(volume.gain, at);
    voice.connect(volume);
    volume.connect(context.destination);
    voice.start(at);
    voice.stop(at + seconds + 0.1);
    this.playing.add(voice);
    voice.onended = () => this.playing.delete(voice);
  }

  // A tone that rises or falls for as long as a breath.
  /** @param {number} low @param {number} high @param {number} seconds */
  glide(low, high, seconds) {
    this.note(0, seconds, [low, high], (gain, at) => {
      gain.linearRampToValueAtTime(LOUD, at + seconds * 0.35);
      gain.linearRampToValueAtTime(SILENT, at + seconds);
    });
  }

  // Bells are handed over ahead of time, because a page in the background may be woken only once a minute.
  /** @param {number} after */
  bell(after) {
    for (const [frequency, share, seconds] of BELL) {
      this.note(after, seconds, [frequency], (gain, at) => {
        gain.linearRampToValueAtTime(LOUD * 1.6 * share, at + 0.02);
        gain.exponentialRampToValueAtTime(SILENT, at + seconds);
      });
    }
  }

  hush() {
    for (const voice of this.playing) voice.stop();
    this.playing.clear();
  }

  close() {
    this.hush();
    this.context?.close().catch(() => {}); // closed already, which is what was wanted
    this.context = null;
  }
}
