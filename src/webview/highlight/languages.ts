import {
  c,
  clike,
  cpp,
  csharp,
  dart,
  java,
  kotlin,
  objectiveC,
  objectiveCpp,
  scala,
} from '@codemirror/legacy-modes/mode/clike';
import { css, less, sCSS } from '@codemirror/legacy-modes/mode/css';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { groovy } from '@codemirror/legacy-modes/mode/groovy';
import { haskell } from '@codemirror/legacy-modes/mode/haskell';
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { perl } from '@codemirror/legacy-modes/mode/perl';
import { powerShell } from '@codemirror/legacy-modes/mode/powershell';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { protobuf } from '@codemirror/legacy-modes/mode/protobuf';
import { python } from '@codemirror/legacy-modes/mode/python';
import { r } from '@codemirror/legacy-modes/mode/r';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { simpleMode } from '@codemirror/legacy-modes/mode/simple-mode';
import { swift } from '@codemirror/legacy-modes/mode/swift';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { html, xml } from '@codemirror/legacy-modes/mode/xml';
import type { StreamParser, StringStream } from '@codemirror/streamparser';

const phpWords =
  'abstract and as break case catch class clone const continue declare default do echo else elseif enum extends final ' +
  'finally fn for foreach function global goto if implements include include_once instanceof insteadof interface ' +
  'isset list match namespace new or print private protected public readonly require require_once return static ' +
  'switch throw trait try unset use var while xor yield';

const php = clike({
  name: 'php',
  keywords: setOf(phpWords),
  types: setOf('array bool callable float int iterable mixed never object self string void'),
  atoms: setOf('true false null parent TRUE FALSE NULL'),
  multiLineStrings: true,
  hooks: {
    '#': (stream: StringStream) => {
      if (stream.peek() === '[') return 'meta';
      stream.skipToEnd();
      return 'comment';
    },
    $: (stream: StringStream) => {
      stream.eatWhile(/\w/);
      return 'variableName.definition';
    },
    '<': (stream: StringStream) => (stream.match(/^\?(?:php|=)?/) === null ? false : 'meta'),
    '?': (stream: StringStream) => (stream.eat('>') === undefined ? false : 'meta'),
  },
});

const sqlWords =
  'add all alter analyze and as asc auto_increment begin between by case cascade check collate column commit ' +
  'constraint create cross current_date current_timestamp database declare default delete desc distinct drop else end ' +
  'except exec execute exists explain fetch filter for foreign from full function grant group having if ilike in index ' +
  'inner insert intersect into is join key lateral left like limit natural not nothing null of offset on or order outer ' +
  'over partition primary procedure recursive references rename replace restrict return returning returns revoke right ' +
  'rollback rows schema select set table then to top trigger truncate union unique update using values view when where ' +
  'window with';
const sqlTypes =
  'bigint bigserial binary bit blob bool boolean bytea char character date datetime decimal double float int integer ' +
  'interval json jsonb numeric precision real serial smallint text time timestamp timestamptz tinyint uuid varbinary ' +
  'varchar varying xml';

/** SQL of no dialect in particular: quotes that several of them use, and the words that most of them share. */
const sql = simpleMode({
  start: [
    { regex: /--.*|#.*/, token: 'comment' },
    { regex: /\/\*/, token: 'comment', next: 'comment' },
    { regex: /'(?:[^'\\]|\\.|'')*'?/, token: 'string' },
    { regex: /"[^"]*"?|`[^`]*`?|\[\w+\]/, token: 'propertyName' },
    { regex: /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\b/i, token: 'number' },
    { regex: wordsOf(sqlTypes), token: 'typeName' },
    { regex: wordsOf('true false unknown'), token: 'atom' },
    { regex: wordsOf(sqlWords), token: 'keyword' },
    { regex: /[@:$]\w+/, token: 'variableName.definition' },
    { regex: /\w+/, token: 'variable' },
  ],
  comment: [
    { regex: /.*?\*\//, token: 'comment', next: 'start' },
    { regex: /.*/, token: 'comment' },
  ],
});

/** YAML, line by line: CodeMirror's own needs minutes for a line of tabs. */
const yaml = simpleMode({
  start: [
    { regex: /#.*/, sol: true, token: 'comment' },
    { regex: /\s+#.*/, token: 'comment' },
    { regex: /---|\.\.\./, sol: true, token: 'meta' },
    { regex: /[-?](?=\s|$)|[|>][+-]?\d*$/, token: 'meta' },
    { regex: /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w$./@-]+(?: [\w$./@-]+)*)(?=:(?:\s|$))/, token: 'tagName' },
    { regex: /"(?:[^"\\]|\\.)*"?|'[^']*'?/, token: 'string' },
    { regex: /[&*][\w.-]+/, token: 'variableName.definition' },
    { regex: /![\w!:/.-]*/, token: 'typeName' },
    { regex: /(?:true|false|null|yes|no|on|off|~)(?=[\s,\]}]|$)/i, token: 'atom' },
    { regex: /[+-]?(?:0x[\da-f]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)(?=[\s,\]}]|$)/i, token: 'number' },
    { regex: /[[\]{},:]/ },
    { regex: /[^\s,[\]{}:"'#]+/, token: 'string' },
  ],
});

/** Every grammar, with the names that models give its language. */
const named: readonly (readonly [parser: StreamParser<unknown>, names: string])[] = [
  [javascript, 'javascript js jsx mjs cjs node'],
  [typescript, 'typescript ts tsx mts cts'],
  [json, 'json jsonc json5 jsonl webmanifest'],
  [python, 'python py python3 pyi ipython'],
  [java, 'java'],
  [kotlin, 'kotlin kt kts'],
  [scala, 'scala sc'],
  [groovy, 'groovy gradle jenkinsfile'],
  [c, 'c h'],
  [cpp, 'cpp c++ cc cxx hpp hxx cuda ino arduino'],
  [csharp, 'csharp c# cs'],
  [objectiveC, 'objectivec objective-c objc m'],
  [objectiveCpp, 'objectivecpp objective-c++ objcpp mm'],
  [dart, 'dart'],
  [php, 'php'],
  [go, 'go golang'],
  [rust, 'rust rs'],
  [swift, 'swift'],
  [ruby, 'ruby rb rake gemfile'],
  [perl, 'perl pl pm'],
  [lua, 'lua'],
  [r, 'r rscript'],
  [haskell, 'haskell hs'],
  [css, 'css'],
  [sCSS, 'scss'],
  [less, 'less'],
  [html, 'html htm xhtml vue svelte handlebars hbs'],
  [xml, 'xml svg xsd xslt xaml plist csproj'],
  [shell, 'shell sh bash zsh ksh console shellscript terminal'],
  [powerShell, 'powershell pwsh ps1 ps'],
  [dockerFile, 'dockerfile docker containerfile'],
  [sql, 'sql mysql postgresql postgres psql pgsql sqlite tsql plsql mariadb'],
  [yaml, 'yaml yml'],
  [toml, 'toml'],
  [properties, 'properties ini cfg conf dotenv env editorconfig gitconfig'],
  [protobuf, 'protobuf proto'],
  [diff, 'diff patch udiff'],
];

/** The grammar of a language by any of its names, in small letters. */
export const grammars: ReadonlyMap<string, StreamParser<unknown>> = new Map(
  named.flatMap(([parser, names]) => names.split(' ').map((name) => [name, parser] as const)),
);

function setOf(words: string): Record<string, true> {
  return Object.fromEntries(words.split(' ').map((word) => [word, true]));
}

function wordsOf(words: string): RegExp {
  return new RegExp(`(?:${words.replaceAll(' ', '|')})\\b`, 'i');
}
