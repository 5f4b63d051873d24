import js from "@eslint/js";
import globals from "globals";

// Names that every page has and that a script means by accident more often than not: a variable of that name which
// nobody declared would go unnoticed.
const MISTAKEN = [
  "close", "event", "external", "find", "focus", "frames", "length", "name", "open", "opener", "origin",
  "parent", "print", "scroll", "self", "status", "stop", "top",
];

export default [
  { ignores: [".venv/", "kit-demo/", "artefacts/", "build/", "dist/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    rules: {
      eqeqeq: "error",
      "max-len": ["error", { code: 120 }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-globals": ["error", ...MISTAKEN],
      // What is left out of an object is named beside the rest of it; what a subclass will use may begin with "_".
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["kit/**/*.js"], languageOptions: { globals: globals.browser } },
  // What drives a browser also says what its pages do.
  { files: ["tests/browser/*.js"], languageOptions: { globals: { ...globals.nodeBuiltin, ...globals.browser } } },
  { files: ["tests/scripts/*.js"], languageOptions: { globals: globals.nodeBuiltin } },
  // Two scripts stand in a page that brings its library, and come as plain text.
  { files: ["kit/reports/templates/*.js"], languageOptions: { sourceType: "script", globals: { Plotly: "readonly" } } },
];
