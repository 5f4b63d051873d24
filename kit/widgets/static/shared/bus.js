// Copies of one exercise in one window hear of each other here; other windows are heard through "storage",
// which a window never receives about itself.

export class Bus {
  constructor(kept) {
    this.kept = kept;
    this.stop = () => {};
  }

  tell(detail) {
    window.dispatchEvent(new CustomEvent("kit-form", { detail: { ...detail, topic: this.kept.topic, from: this } }));
  }

  listen(hear) {
    const inside = ({ detail }) => {
      if (detail.topic === this.kept.topic && detail.from !== this) hear(detail);
    };
    const outside = ({ key }) => {
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
