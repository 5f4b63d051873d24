// What the host tells its pages. Read by the type checker alone: no page ever loads it.

declare namespace Live {
  type Named = { [name: string]: unknown };
  type Sentences = { [name: string]: string };

  // --- Asking ----------------------------------------------------------------------------------------------------------

  // What an answer of the host may hold; which of it is there depends on what was asked.
  type Body = Partial<
    Room & {
      ok: boolean;
      say: string;
      code: string;
      me: Me | null;
      late: Late;
      gone: string[];
      words: string[];
      submissions: Kit.Submission[];
      proof: string;
      sealed: string;
      answers: Fate[];
      text: string;
      parts: Kit.Part[];
      version: string;
      results: Results;
      url: string;
      network: string;
      fingerprint: string;
      places: Places;
      raised: string;
      groups: string[][];
    }
  >;
  // Status 0 where nothing came back; "wait" in milliseconds where the host asked for it.
  type Reply<B = Body> = { status: number; body: B; wait: number };
  // What stands between this page and the host; empty where nothing does.
  type Fault = "" | "device" | "away" | "late" | "trouble" | "unknown" | "agree" | "ended";

  // --- The session -----------------------------------------------------------------------------------------------------

  type Room = {
    mode: string;
    week: number;
    session: string;
    run: number;
    exercises: { [id: string]: string };
    released: unknown[];
    block: string | null;
    clock: unknown;
    results?: Results;
    ended?: Ended | null;
  };
  // What is said at the end of a session; the host stops a moment later.
  type Ended = {
    title: string;
    thanks: string;
    home: { title: string; lines: string[]; kind: string };
    save: string;
    whom: string;
  };
  type Me = { participant: string; agreed: boolean; served?: boolean; news?: string[] };
  // The items of each exercise that had a result before this person joined.
  type Late = { [exercise: string]: string[] };
  type Places = { people: number | null; taken: number; freed: number };
  type Item = Kit.Item | (Kit.Asked & { control: "spoken"; options?: undefined });
  type Exercise = { id: string; title: string; intro: string; items: Kit.Item[] };

  // --- Submissions -----------------------------------------------------------------------------------------------------

  // What the host has; "elsewhere" where it was sent from another device or browser. The answers are in the page's
  // memory alone: the browser keeps a sealed copy, since when "at" says. Up to version 0.1.0 it kept them as they are.
  type Receipt = Omit<Kit.Submission, "answers"> & { answers?: Kit.Answers; elsewhere?: boolean; at?: number };
  type Fate = { week: number; question: string; answer: string; say: string; fate: string };

  // --- Results ---------------------------------------------------------------------------------------------------------

  type Row = { label: string; low: number; high: number; leads: boolean; words: string };
  type Table = { caption: string; note: string; legend: string; headings: string[]; people: number; rows: Row[] };
  type Result = { id: string; prompt: string; finding: string; talk: string; table: Table | null; texts?: string[] };
  type Results = { [exercise: string]: Result[] };

  // --- The pages -------------------------------------------------------------------------------------------------------

  type WeekData = {
    cohort: string;
    week: number;
    session: string;
    version: string;
    minutes: number;
    farewell: Ended;
    parts: SessionPart[];
    exercises: { [id: string]: Exercise };
    form: Sentences;
    words: Sentences;
  };
  // A practice by its name alone; what it holds is fetched with the first that somebody looks at.
  type PracticeName = { id: string; title: string; module: string; followed: boolean };
  type SessionPart = { id: string; title: string; exercises: string[]; practices: PracticeName[] };
  type Practices = {
    practices: { [id: string]: { module: string; practice: Kit.Practice; sheets?: Named } };
    sentences: { practice: Sentences; [module: string]: Sentences };
  };
  type JoinData = { words: Sentences; version: string; me: Me | null; cohort: string };
  type ScreenData = {
    words: Sentences;
    exercises: { [id: string]: Exercise };
    // The part of the session to which each exercise belongs.
    blocks: { [exercise: string]: string };
    title: string;
  };
  // The block the room is in, and the seconds that are left of it where there is a clock.
  // "kind" is what people do there without a device.
  type Block = { id: string; kind: "breath" | "quiet" | "write" | ""; title: string; left: number | null };
  // Something that the screen can show.
  type View = {
    key: string;
    kind: "part" | "pairs" | "asked" | "result";
    name: string;
    make: () => HTMLElement;
    exercise?: string;
  };
}
