import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/core/snippet/evaluate.ts";
import { aroundOf, problemFrom, renderedOf, rootOf, textFrom } from "./around.ts";

describe("text", () => {
  test("stays as it is, braces and backslashes too, unless there are two braces", () => {
    const text = "a { b } c \\ d }} e\r\n\tf $1 %s <b>";
    expect(textFrom(text)).toBe(text);
  });

  test("a backslash before two braces makes them text; two are one and a tag", () => {
    expect(textFrom("\\{{date}}")).toBe("{{date}}");
    expect(textFrom('\\\\{{"x"}}')).toBe("\\x");
    expect(textFrom('\\\\\\{{"x"}}')).toBe('\\{{"x"}}');
  });

  test("lone surrogates come out as well-formed text", () => {
    expect(textFrom("a\uD800b")).toBe("a\uFFFDb");
    expect(textFrom('{{upper("\uDC00")}}')).toBe("\uFFFD");
  });
});

describe("conditions", () => {
  const letter = '{{if ask.toggle("Formal")}}Dear Sir{{else if 1 > 2}}Never{{else}}Hi{{end}}!';

  test("take the first arm that holds", () => {
    expect(textFrom(letter)).toBe("Hi!");
    expect(textFrom(letter, { answers: { "toggle Formal": "true" } })).toBe("Dear Sir!");
  });

  test("a tag alone on its line takes the line with it", () => {
    expect(textFrom("a\n  {{if 1}}  \nb\n{{else}}\nc\n{{end}}\nd")).toBe("a\nb\nd");
    expect(textFrom("a {{if 1}}\nb{{end}} c")).toBe("a \nb c");
  });

  test("stand within one another, and count what is empty, 0 or false as no", () => {
    expect(textFrom('{{if "x"}}{{if 0}}a{{else}}b{{end}}{{end}}')).toBe("b");
    expect(textFrom('{{if "" || false}}a{{else}}b{{end}}')).toBe("b");
    expect(textFrom("{{if !0 && 2 >= 2}}a{{end}}")).toBe("a");
  });
});

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3 - 4 / 2", "5"],
    ["(1 + 2) * -3", "-9"],
    ["0.1 + 0.2", "0.3"],
    ["7 % 4", "3"],
    ["1 / 3", "0.333333333333"],
    ['"3" * "4"', "12"],
    ['"a" + 1', "a1"],
    ['1 + "2"', "3"],
    ['"1" + "2"', "12"],
    ['number("1") + number("2")', "3"],
    ['"10" > "9"', "true"],
    ['"2027-05-01" < "2027-11-01"', "true"],
    ['"a" == "a" ? "same" : "other"', "same"],
    ["round(2.345, 2)", "2.35"],
    ["round(1.005, 2)", "1.01"],
    ["fixed(3, 2)", "3.00"],
    ['upper("straße")', "STRASSE"],
    ['"ÄPFEL" | lower', "äpfel"],
    ['title("o\'neil van DER berg")', "O'neil Van Der Berg"],
    ['trim("  x ") | upper', "X"],
    ['replace("a.b.c", ".", "-")', "a-b-c"],
    ['length("👍🏽a")', "3"],
    ['random("a", "b", "c")', "c"],
    ['days("2027-03-31", "2027-04-02")', "2"],
    ["work.iban", "DE00 1234"],
    ['vault("My bank", "IBAN")', "DE00 5678"],
    ["clipboard", "from the clipboard"],
    ["page.title", "the page's title"],
    ["selection", "the page's selection"],
  ])("%s is %s", (source, text) => {
    const fields = { "work.iban": "DE00 1234", "My bank.IBAN": "DE00 5678" };
    expect(textFrom(`{{${source}}}`, { fields })).toBe(text);
  });

  test("two closing braces in quotes belong to the text", () => {
    expect(textFrom("{{\"}}\" + '{{'}}")).toBe("}}{{");
  });

  test("upper case and decimals follow the language", () => {
    expect(textFrom('{{language("tr")}}{{upper("i")}}')).toBe("İ");
    expect(textFrom('{{language("de")}}{{fixed("1,5" * 2, 2)}}')).toBe("3,00");
    expect(problemFrom('{{"1,5" * 2}}')).toBe("NOT_A_NUMBER 1,5 1:4");
  });

  test("a counter goes up with each use", () => {
    expect(textFrom('{{counter("n")}}, {{counter("n")}}, {{counter("m")}}')).toBe("1, 2, 1");
  });
});

describe("dates", () => {
  test.each([
    ["date", "Mar 31, 2027"],
    ['date("iso")', "2027-03-31"],
    ['date("+1mo", "iso")', "2027-04-30"],
    ['date("iso", "+1y -1d")', "2028-03-30"],
    ['date("+2wd", "EEEE")', "Friday"],
    ['date("2024-02-29", "+1y", "d MMMM yyyy")', "28 February 2025"],
    ['date("full")', "Wednesday, March 31, 2027"],
    ["date(\"do MMM 'week' w\")", "31st Mar week 14"],
    ['time("HH:mm")', "14:05"],
    ['time("+90min", "HH:mm")', "15:35"],
    ['time("h a")', "2 PM"],
  ])("%s is %s", (source, text) => {
    expect(textFrom(`{{${source}}}`)).toBe(text);
  });

  test("speak the language that is set, in the form it takes beside a day", () => {
    expect(textFrom('{{language("de")}}{{date("EEEE, d. MMMM")}}')).toBe("Mittwoch, 31. März");
    expect(textFrom('{{language("ru")}}{{date("d MMMM")}} {{date("LLLL")}}')).toBe("31 марта март");
  });

  test.each([
    ['date("2027-02-30")', "BAD_DATE 2027-02-30 1:9"],
    ['date("+999999y")', "BAD_DATE +999999y 1:9"],
    ['date("YYYY")', "BAD_FORMAT YYYY 1:9"],
    ['date("jjjj nonsense")', "BAD_FORMAT jjjj nonsense 1:9"],
    ['date("iso", "short")', "BAD_FORMAT short 1:16"],
    ['language("no such language")', "BAD_LANGUAGE no such language 1:13"],
  ])("%s is refused", (source, problem) => {
    expect(problemFrom(`{{${source}}}`)).toBe(problem);
  });
});

describe("questions", () => {
  const source =
    '{{ask("Name", "you")}} {{ask.lines("Text")}} {{ask.choice("Colour", "red", "blue", "red")}} {{ask.date("When", "+1d")}} {{ask("Name")}}{{if ask.toggle("More")}}{{ask("What")}}{{end}}';
  const promptsOf = (answers = {}) => evaluate(rootOf(source), aroundOf({ answers })).prompts;

  test("are listed once, in order, with what they begin with", () => {
    expect(promptsOf()).toEqual([
      { key: "text Name", label: "Name", type: "text", initial: "you", options: [] },
      { key: "lines Text", label: "Text", type: "lines", initial: "", options: [] },
      {
        key: "choice Colour",
        label: "Colour",
        type: "choice",
        initial: "red",
        options: ["red", "blue"],
      },
      { key: "date When", label: "When", type: "date", initial: "2027-04-01", options: [] },
      { key: "toggle More", label: "More", type: "toggle", initial: "false", options: [] },
    ]);
  });

  test("one behind a condition is asked once the condition holds", () => {
    expect(promptsOf({ "toggle More": "true" }).map(({ label }) => label)).toContain("What");
  });

  test("an answer stands wherever its question does", () => {
    expect(textFrom('{{ask("N")}}-{{ask("N") | upper}}', { answers: { "text N": "ann" } })).toBe(
      "ann-ANN",
    );
  });
});

describe("nested snippets", () => {
  const snippets = {
    signature: "Best,\n{{name.first}}",
    twice: '{{snippet("signature")}}{{snippet("signature")}}',
    a: '{{snippet("b")}}',
    b: '{{if 0}}x{{else}}{{snippet("a")}}{{end}}',
    broken: "one\ntwo {{nonsense(1)}}",
    count: '{{counter("n")}}',
  };
  const given = { snippets, fields: { "name.first": "Ann" } };

  test("stand in their place, and in expressions as text", () => {
    expect(textFrom('Hello\n{{snippet("signature")}}', given)).toBe("Hello\nBest,\nAnn");
    expect(textFrom('{{upper(snippet("signature"))}}', given)).toBe("BEST,\nANN");
  });

  test("a circle is refused by name, where it begins", () => {
    expect(problemFrom('x {{snippet("a")}}', given)).toBe("CYCLE a 1:14");
  });

  test("what is wrong within is told at the outer place, with the snippet's name", () => {
    expect(problemFrom('x\n {{snippet("broken")}}', given)).toBe(
      "UNKNOWN_FUNCTION nonsense 2:2 in broken",
    );
    expect(problemFrom('{{snippet("nowhere")}}', given)).toBe("NO_SNIPPET nowhere 1:12");
  });

  test("a chain of more than ten is refused by name", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`s${n}`, `{{snippet("s${n + 1}")}}`]),
    );
    expect(problemFrom('{{snippet("s0")}}', { snippets: { ...chain, s12: "end" } })).toMatch(
      /^NESTED_DEEP s10 /,
    );
    expect(textFrom('{{snippet("s3")}}', { snippets: { ...chain, s12: "end" } })).toBe("end");
  });

  test("count with the counters of the snippet they are in", () => {
    expect(textFrom('{{counter("n")}}{{snippet("count")}}{{counter("n")}}', given)).toBe("112");
  });
});

describe("the cursor", () => {
  test("is told as a place in the text, the first one", () => {
    expect(renderedOf("ab{{cursor}}cd{{cursor}}")).toMatchObject({ text: "abcd", cursor: 2 });
    expect(renderedOf("abcd").cursor).toBeNull();
  });

  test("can not be part of an expression", () => {
    expect(problemFrom("{{upper(cursor)}}")).toBe("CURSOR_PLACE cursor 1:9");
  });
});

describe("what is refused, and where", () => {
  test.each([
    ["a\nb {{date", "UNCLOSED - 2:3"],
    ["{{ }}", "EMPTY - 1:3"],
    ["{{a b}}", "SYNTAX b 1:5"],
    ["{{1 +}}", "SYNTAX + 1:5"],
    ["x {{if 1}} y", "NO_END if 1:3"],
    ["{{end}}", "NO_IF end 1:1"],
    ["{{else}}", "NO_IF else 1:1"],
    ["{{if 1}}{{else}}{{else}}{{end}}", "NO_IF else 1:17"],
    ["{{foo}}", "UNKNOWN_NAME foo 1:3"],
    ["{{page.secret}}", "UNKNOWN_NAME page.secret 1:3"],
    ["{{constructor.name}}", "NO_ITEM constructor 1:3"],
    ["{{constructor(1)}}", "UNKNOWN_FUNCTION constructor 1:3"],
    ["{{toString()}}", "UNKNOWN_FUNCTION toString 1:3"],
    ["{{ask.__proto__(1)}}", "UNKNOWN_FUNCTION ask.__proto__ 1:3"],
    ["{{upper()}}", "ARGUMENTS upper 1:3"],
    ["{{upper(1, 2)}}", "ARGUMENTS upper 1:3"],
    ["{{snippet(page.title)}}", "NOT_QUOTED snippet 1:3"],
    ["{{this}}", "NOT_ALLOWED this 1:3"],
    ["{{[1]}}", "NOT_ALLOWED [ 1:3"],
    ["{{a[0]}}", "NOT_ALLOWED [ 1:4"],
    ["{{1 ^ 2}}", "NOT_ALLOWED ^ 1:5"],
    ["{{1 / 0}}", "DIVIDED_BY_ZERO - 1:1"],
    ['{{"x" * 2}}', "NOT_A_NUMBER x 1:4"],
    ["{{unknown.field}}", "NO_ITEM unknown 1:3"],
  ])("%s", (source, problem) => {
    expect(problemFrom(source)).toBe(problem);
  });
});
