// The shapes that scripts hand to each other. Read by the type checker alone: no page ever loads it.

declare namespace Kit {
  // --- Elements ------------------------------------------------------------------------------------------------------

  type Tag = keyof HTMLElementTagNameMap | `h${number}`;
  type Made<K> = K extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[K] : HTMLHeadingElement;
  type Child = Node | string | null | undefined;
  type Heard = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => unknown };
  type Attributes = Heard & {
    [name: string]: string | number | boolean | null | undefined | ((event: never) => unknown);
  };
  type Style = Partial<CSSStyleDeclaration>;

  // A line that a screen reader reads when it changes.
  type StatusLine = { node: HTMLElement; say(state: string, title: string, sentence: string): void };

  // --- What Python gives ---------------------------------------------------------------------------------------------

  // The sentence called "name" of the catalogue, with values in its gaps.
  type Words = (name: string, values?: Named) => string;
  // Whatever stands under names: nobody has looked at the values yet.
  type Named = { [name: string]: unknown };

  // What every form and practice is told of where it stands.
  type Place = {
    cohort: string;
    participant: string;
    place: string;
    heading: number;
    messages: { [name: string]: string };
  };

  type Share = "private" | "spoken" | "group";
  type Offer = { value: string | number; label: string; meaning?: string };
  type Asked = { id: string; prompt: string; help: string; share: Share; travels: string };
  type Picked = Asked & { control: "one" | "any"; layout: string; options: Offer[]; anchors?: [string, string] };
  type Ordered = Asked & { control: "order"; options: { value: string; label: string }[] };
  type Written = Asked & { control: "text"; longest: number | null };
  type Shared = Asked & { control: "shared"; longest: number; themes?: string[] };
  type Item = Picked | Ordered | Written | Shared;
  type Exercise = { id: string; title: string; intro: string; items: Item[] };
  type ExerciseSpec = Place & { week: number; exercise: Exercise; preview?: boolean };

  // What all kinds of practice have; each kind adds its own.
  type Practice = { id: string; title: string; intro: string; safety: string; eyes_open?: string; stopping?: string;
    drawing?: string };
  type PracticeSpec<P extends Practice = Practice> = Place & { week: number | null; practice: P };

  // One's own answers, as tables, and what was asked in several weeks side by side.
  type OwnTable = { caption: string; rows: [question: string, answer: string, state: string][] };
  type OwnWeek = { week: number; answer: string; height: number | null };
  type OwnOver = { question: string; answers: OwnWeek[] };
  type OwnMessage = { type: string; over: OwnOver[]; tables: OwnTable[]; problem: string };
  // Taking part in a session elsewhere: which step is shown, and what it is about.
  type JoinSpec = Pick<Place, "place" | "messages">;
  type JoinStep = {
    type: string;
    step: "start" | "whose" | "known" | "found" | "certificate" | "wait" | "notice" | "news" | "in";
    problem?: string;
    line?: string;
    said?: string;
    address?: string;
    who?: string;
    since?: string;
    count?: number;
    open?: boolean;
    fingerprint?: string;
    short?: string[];
    sentences?: string[];
    words?: string[];
    agreed?: boolean;
    again?: boolean;
  };
  type FirstSpec = Pick<Place, "place" | "messages"> & {
    cohort: string;
    week: number;
    title: string;
    when: string;
    dates: { first: string; time: string; zone: string };
    steps: { step: string; label: string }[];
    weeks: { week: number; title: string; notebook: string }[];
    // Whether a session can be started from the page.
    starts: boolean;
    drawing: string;
  };
  type FirstMessage = { type: string; step: string; said: string; failed: boolean };
  type MineSpec = Pick<Place, "place" | "messages">;

  // --- The model that anywidget and the pages give -------------------------------------------------------------------

  interface Model<Spec, Told = Named> {
    get(name: "spec"): Spec;
    on(name: "msg:custom", listener: (message: Told) => void): void;
    off(name: "msg:custom", listener: (message: Told) => void): void;
    send(message: Named): void;
  }
  type Rendering<Spec, Told = Named> = { model: Model<Spec, Told>; el: HTMLElement };

  // --- What an item is answered with ---------------------------------------------------------------------------------

  // get() is undefined where the person has passed. known() is a kept value as get() would give it, undefined where it
  // does not belong to the item as it is now. A text that may be shared has more: what was agreed to, here or from another device.
  interface ItemField {
    node: HTMLElement;
    first: HTMLElement;
    get(): unknown;
    set(value: unknown): void;
    known(kept: unknown): unknown;
    show(kept: unknown): string;
    close?(closed: boolean): void;
    recall?(): void;
    know?(details: Agreed | undefined): void;
    readonly details?: Agreed | undefined;
    readonly tooLong?: boolean;
  }
  type Announce = (text: string) => void;

  type Looking = { carrier: Carrier; kept: Keeper };
  // What an item is given by its form: who hears of a change, and where a text that may be shared is looked at.
  type Answering = {
    changed(item: Item): void;
    words: Words;
    announce: Announce;
    sharing: Looking;
    // What is said once, above all questions, of how far an answer travels.
    above: { id: string; travels: string };
  };

  // --- Exercises -----------------------------------------------------------------------------------------------------

  type Answers = { [item: string]: unknown };
  // What was agreed to for a text that is shared, and how far.
  type Agreed = { version: string; quote: boolean };
  type Agreements = { [item: string]: Agreed };
  type Pending = { id: string; revision: number; answers: Answers; shared: Agreements };
  type State = "none" | "sending" | "device" | "received" | "problem" | "closed";
  // Where the newest submission of an exercise is.
  type Known = {
    id: string | null;
    revision: number;
    state: State;
    sentence: string;
    answers: Answers | null;
    shared: Agreements;
    closed: boolean;
  };
  type StateMessage = Known & {
    type: "state";
    // Whether a text can be looked at and shared, and whether what was held back can be sent now.
    shares?: boolean;
    ready?: boolean;
    problem: { id: string | null; sentence: string; keep: boolean } | null;
  };
  // What copies of one form in one window tell each other.
  type Told = { what: "kept" | "late" } | { what: "state"; message: StateMessage };

  // --- Sending -------------------------------------------------------------------------------------------------------

  // Where "sealed" is, the answers are in it and nowhere else: they were taken before, and only the host can open them.
  type Submission = Pending & {
    week: number;
    exercise: string;
    session?: string;
    proof?: string;
    sealed?: string;
    again?: boolean;
  };
  // A submission in the outbox: since when, and why it was refused; empty while it waits.
  type Entry = Submission & { at: number; problem: string; early?: boolean };
  // Who takes submissions to whoever stores answers.
  interface Carrier {
    // The newest that is known there; null as long as nobody has said.
    readonly known: Known | null;
    // Nobody has answered in time.
    readonly late: boolean;
    // Why the last attempt failed, where the same submission may be sent again.
    readonly trouble: string;
    // Whether a text can be looked at as others would see it, and shared.
    readonly shares: boolean;
    // What a submission carries beside its answers.
    readonly marks: { session?: string };
    // The form appears, and goes.
    open(form: { queue: Queue; bus: Bus; changed: () => void }): void;
    close(): void;
    // Another copy of the form said something.
    hear(detail: Told): void;
    // What becomes of it shows in the outbox, and in what is known.
    deliver(submission: Submission): void;
    reasonOf(entry: Entry): string;
    // Whether something set aside, which could not be read, is shown beside the form.
    isAside(name: string): boolean;
    preview(item: string, text: string): Promise<Preview>;
    // The form has folded to one line, or opened again.
    folded?(folded: boolean): void;
  }
  // A text as others would see it, or why it cannot be shown: an empty sentence where no answer came.
  type Part = { text: string; kind: string | null };
  type Preview = { text: string; parts: Part[]; version: string; problem?: undefined } | { problem: string; text?: undefined };
  type Queue = import("./shared/outbox.js").ExerciseOutbox;
  type Bus = import("./shared/bus.js").Bus;
  type Storage = import("./shared/storage.js").BrowserStorage;
  type Keeper = import("./shared/storage.js").Keeper;

  // --- Copies --------------------------------------------------------------------------------------------------------

  // What a browser keeps of a form or practice.
  type Kind = "draft" | "passed" | "private" | "words" | "pending" | "settings" | "place" | "topic";
  // A node with whether it is shown where the browser keeps nothing.
  type Keeping = [node: HTMLElement, whereNothingIs: boolean];
  // A copy that only a passphrase opens.
  type Locked = { rounds: number; salt: string; iv: string; text: string };
  type CopyLock = { node: HTMLElement; question: HTMLElement; ask(found: Locked): void; close(): void };
  type Copies<V> = {
    id: string;
    words: Words;
    subject: Subject<V>;
    line: StatusLine;
    say(name: string): void;
    quiet(name: string, onclick: () => void): HTMLElement;
    take(answers: unknown): void;
    leave(): void;
  };
  // What is saved and restored: "now" is what there is to save, "restore" takes what fits from a copy, and "replace"
  // puts back what was there before.
  type Subject<V> = {
    of: Named;
    by: () => string;
    title: string;
    file: string;
    words: Words;
    lock?: (new (copies: Copies<V>) => CopyLock) | null;
    lines: (value: V) => string[];
    fits: (value: unknown) => value is V;
    aside: () => string[];
    now: () => V | null;
    restore: (value: V) => void;
    replace: (value: V | null) => void;
  };
  type Copy = { problem: string } | { problem?: undefined; by: unknown; answers?: unknown; locked?: Locked };

  // --- Practices -----------------------------------------------------------------------------------------------------

  // What is written for oneself as one value, and what is made of it.
  type SheetOptions<V> = {
    blank: () => V;
    fits: (value: unknown) => value is V;
    lines: (value: V) => string[];
    changed: () => void;
    merge?: (here: V, found: V) => V;
    lock?: (new (copies: Copies<V>) => CopyLock) | null;
  };
  type AreaOptions = {
    label: string;
    rows?: number;
    about?: string;
    read?: () => unknown;
    write?: (text: string) => void;
  };

  // What can be set: one of several words, a number within limits, or yes and no.
  type Choosing = { among: string[]; value: string };
  type Counting = { min: number; max: number; value: number };
  type Switching = { value: boolean };
  type Shape = Choosing | Counting | Switching;
  type Shapes = { [name: string]: Shape };
  type SenseShapes = { bells: Choosing; clock: Switching; announce: Switching };
  type AloudShapes = { aloud: Switching };
  type Setting = string | number | boolean;
  type Field<V> = { node: HTMLElement; input: HTMLInputElement | HTMLSelectElement; show(value: V): void };
  // How a field for a setting is made: "changed" hears what is chosen; of a number, null where it is none.
  type FieldOptions<V> = {
    id: string;
    label: string;
    changed(value: V): void;
    step?: number;
    about?: string;
    options?: { value: string; label: string }[];
  };
  // How a field for one of several words is made: whatever is chosen in it can be set.
  type ChoiceOptions = {
    id: string;
    label: string;
    changed(value: string): void;
    options?: { value: string; label: string }[];
  };
  // Time that runs: where it begins, where it is remembered, and who is to hear what.
  type Running = {
    from?: number;
    place: string;
    draw(): void;
    paused(): void;
    smooth?(): boolean;
    woke?(): void;
  };
  // A text field of a sheet.
  type Area = { node: HTMLElement; input: HTMLTextAreaElement; show(): void };
}
