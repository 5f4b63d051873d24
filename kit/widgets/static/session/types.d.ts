// What the run-of-show is told (kit/widgets/run_of_show.py). Read by the type checker alone.

declare namespace Run {
  type Exercise = { id: string; title: string; collects: boolean; reveals: boolean; texts: boolean };
  type Block = {
    id: string;
    title: string;
    before: string;
    notes: { [head: string]: string[] };
    exercises: Exercise[];
  };
  type Spec = {
    place: string;
    // Whether it is a page of its own rather than part of a week's notebook.
    alone: boolean;
    week: number;
    title: string;
    safety: string;
    heads: { [head: string]: string };
    blocks: Block[];
    messages: { [name: string]: string };
  };
  type Slot = { block: string; start: number; minutes: number; dropped: boolean };
  // Before the session has begun there is no block, and nothing that follows it.
  type Clocked =
    | { block: null; elapsed: number }
    | { block: string; elapsed: number; ends: number; next: string | null; rest: number };
  type Status = "never opened" | "open" | "closed";
  // What its results will probably say is one sentence, empty where it has none.
  type Became = "" | "published" | "not_enough";
  type Progress = { status: Status; progress: string; revealed: Became; expect: string };
  type Places = { people: number | null; taken: number; asked: boolean };
  type Text = { id: string; text: string; quote: boolean };
  type Texts = { item: string; prompt: string; texts: Text[] };
  type Proposal = { late: number; sentences: string[]; changes: boolean };
  type Room = Clocked & {
    type: "room";
    ask: number;
    away: string;
    // What the group sees of a session that is over, in sentences; null while it runs.
    ended: string[] | null;
    elsewhere: string;
    minutes: number;
    slots: Slot[];
    exercises: { [id: string]: Progress };
    undo: boolean;
    join: { url: string; code: string; network: string | null };
    places: Places | null;
    said?: string;
    failed?: boolean;
    proposal?: Proposal;
    screen?: string;
    texts?: { exercise: string; items: Texts[] };
    names?: string[];
    groups?: string[][];
    why?: string[];
    // Where the report of a session that is over can be opened.
    report?: string;
  };
  // What is asked of the notebook, by its kind.
  type Asking = { type: string; exercise?: string; [name: string]: unknown };
  type Choice = { id: string; value: "yes" | "no" | null; node: HTMLElement };
  type Row = {
    block: Block;
    time: HTMLElement;
    state: HTMLElement;
    go: HTMLElement;
    exercises: HTMLElement;
    node: HTMLElement;
  };
}
