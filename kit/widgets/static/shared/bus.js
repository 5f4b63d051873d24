// Copies of one exercise in one window hear of each other here; other windows are heard through "storage",
// which a window never receives about itself.

export class Bus {
  /** @param {{ topic: string, holds(key: string | null): boolean }} kept */
  constructor(kept) {
    this.kept = kept;
    this.stop = () => {};
  }

  /** @param {Kit.Told} detail */
  tell(detail) {
    window.dispatchEvent(new CustomEvent("kit-form", { detail: { ...detail, topic: this.kept.topic, from: this } }));
  }

  /** @param {(detail: Kit.Told) => void} hear */
  listen(hear) {
    const inside = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent<Kit.Told & { topic: string, from: Bus }>} */ (event);
      if (detail.topic === this.kept.topic && detail.from !== this) hear(detail);
    };
    const outside = (/** @type {StorageEvent} */ { key }) => {
      if (this.kept.holds(key)) hear({ what: "kept" });
    };
    window.addEventListener("kit-form", inside);
    window.addEventListener("storage", outside);
    this.stop = () => {
      window.removeEventListener("kit-form", inside);
      window.removeEventListener("storage", outside);
    };
  }
}
