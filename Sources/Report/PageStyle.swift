/// The page's looks: an article on one column of text, with wider figures.
enum PageStyle {
  static let sheet = colors + layout + components + matrices + print

  /// Light and dark; charts use the same variables. Text keeps a contrast of at least 4.5 : 1,
  /// marks of at least 3 : 1.
  private static let colors = """
    :root {
      color-scheme: light dark;
      --surface: #ffffff; --raised: #f6f6f3; --ink: #1c1c1a; --soft: #5b5b56; --rule: #dedcd5;
      --infant: #0072b2; --adult: #c84e00; --age: #007a59; --heat: #0072b2;
      --heat-adult: #d55e00; --note: #fdf3da; --note-edge: #b98900; --link: #00588a;
      --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --surface: #16171a; --raised: #202227; --ink: #e9e8e4; --soft: #aaa9a3; --rule: #383a40;
        --infant: #62baf0; --adult: #f0a03c; --age: #35c39a; --heat: #0a6fa8;
        --heat-adult: #a84c08; --note: #33290f; --note-edge: #d9a520; --link: #84c7f2;
      }
    }

    """

  private static let layout = """
    *, *::before, *::after { box-sizing: border-box; }
    html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
    @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
    body {
      margin: 0; background: var(--surface); color: var(--ink);
      font: 1.0625rem/1.6 var(--serif); overflow-wrap: break-word;
    }
    header, nav, section, footer {
      display: grid;
      grid-template-columns:
        minmax(1.125rem, 1fr) [text-start wide-start] min(40rem, 100% - 2.25rem) [text-end]
        minmax(0, 22rem) [wide-end] minmax(1.125rem, 1fr);
    }
    header > *, nav > *, section > *, footer > *, noscript { grid-column: text; min-width: 0; }
    .wide, section > figure, section > h2, .counts, .pair { grid-column: wide; }
    header { padding-top: clamp(2rem, 6vw, 5rem); }
    section { padding-top: 3.25rem; }
    h1, h2, h3 { line-height: 1.2; text-wrap: balance; font-weight: 600; }
    h1 { font-size: clamp(1.9rem, 5vw, 2.9rem); margin: 0 0 1.25rem; letter-spacing: -0.012em; }
    h2 { font-size: 1.6rem; margin: 0 0 1rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); }
    h3 { font: 600 1rem/1.3 var(--sans); margin: 1.75rem 0 0.6rem; }
    h3 small, th small { color: var(--soft); font-weight: 400; font-size: 0.875em; white-space: nowrap; }
    p { margin: 0 0 1rem; text-wrap: pretty; }
    a { color: var(--link); text-underline-offset: 0.15em; }
    code { font: 0.875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
    blockquote { margin: 0 0 1.25rem; padding-left: 1.1rem; border-left: 3px solid var(--infant); }
    blockquote p { margin: 0; font-size: 1.25rem; line-height: 1.45; font-style: italic; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
    nav { font: 0.875rem/1.5 var(--sans); padding-top: 1.5rem; }
    nav ol { display: flex; flex-wrap: wrap; gap: 0.35rem 1.1rem; list-style: none; margin: 0; padding: 0; }
    nav a { text-decoration: none; display: inline-block; padding: 0.2rem 0; }
    nav a:hover { text-decoration: underline; }
    footer { font: 0.875rem/1.5 var(--sans); color: var(--soft); padding: 3.5rem 0 2.5rem; }
    .skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 0.75rem; background: var(--surface); }
    .skip:focus { top: 0.5rem; }
    .visually-hidden {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }

    """

  private static let components = """
    .run { font: 0.875rem/1.4 var(--sans); color: var(--soft); margin-bottom: 0.75rem; }
    .abstract { font-size: 1.1875rem; line-height: 1.55; }
    .aside, .label, figcaption, caption, .missing, .warning, .test { font-family: var(--sans); }
    .aside { font-size: 0.875rem; color: var(--soft); }
    .warning, .missing { font-size: 0.9375rem; line-height: 1.5; padding: 0.7rem 0.95rem; border-radius: 4px; }
    .warning { background: var(--note); border-left: 4px solid var(--note-edge); }
    .missing { background: var(--raised); color: var(--soft); }
    .missing b { color: var(--ink); }
    .counts, .tiles { display: grid; gap: 1px; margin: 1rem 0 1.25rem; }
    .counts { grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.5rem 1.25rem; }
    .tiles { grid-template-columns: repeat(auto-fit, minmax(8.25rem, 1fr)); gap: 0.75rem 1.25rem; grid-column: wide; }
    .counts > div, .tiles > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
    .counts > div { border-top: 2px solid var(--ink); padding-top: 0.6rem; }
    .tiles > div { border-top: 2px solid var(--age); padding-top: 0.4rem; }
    .tiles.infant > div { border-color: var(--infant); }
    .tiles.adult > div { border-color: var(--adult); }
    dt { font: 0.875rem/1.35 var(--sans); color: var(--soft); }
    dd { margin: 0; font: 600 2rem/1.15 var(--sans); font-variant-numeric: tabular-nums; letter-spacing: -0.015em; }
    .tiles dd { font-size: 1.25rem; }
    .faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(4.4rem, 1fr)); gap: 0.9rem 0.7rem; list-style: none; margin: 0; padding: 0; }
    .faces li { min-width: 0; }
    .faces img, .hidden-face { width: 100%; height: auto; aspect-ratio: 1; object-fit: cover; border-radius: 4px; display: grid; background: var(--raised); margin-bottom: 0.3rem; }
    .hidden-face { place-items: center; text-align: center; font: 0.75rem/1.3 var(--sans); color: var(--soft); border: 1px dashed var(--rule); }
    .label { display: block; font-size: 0.8125rem; line-height: 1.35; }
    .label + .label { color: var(--soft); font-size: 0.75rem; }
    .source { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    figure { margin: 1.25rem 0 1.5rem; min-width: 0; }
    .chart { width: 100%; min-height: 6rem; }
    .chart svg { display: block; max-width: 100%; height: auto; overflow: visible; }
    figcaption { font-size: 0.875rem; line-height: 1.5; color: var(--soft); margin-top: 0.6rem; max-width: 46rem; }
    figcaption b { color: var(--ink); font-weight: 600; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 0.5rem 2.25rem; align-items: start; }
    .pair figure { margin: 0 0 1rem; }
    .samples + figure { margin-top: 2.5rem; }
    details.numbers { margin-top: 0.5rem; font: 0.875rem/1.5 var(--sans); }
    summary { cursor: pointer; }
    details.numbers > summary { color: var(--link); width: fit-content; padding: 0.25rem 0; }
    .card { border: 1px solid var(--rule); border-radius: 6px; margin: 0 0 0.6rem; }
    .card > summary { padding: 0.7rem 1rem; font: 600 0.9375rem/1.4 var(--sans); }
    .card[open] > summary { border-bottom: 1px solid var(--rule); }
    .card > div { padding: 1rem 1rem 0.25rem; }
    .scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; }
    table { border-collapse: collapse; font: 0.875rem/1.45 var(--sans); font-variant-numeric: tabular-nums; width: 100%; }
    caption { text-align: left; font-size: 0.875rem; color: var(--soft); padding-bottom: 0.5rem; }
    th, td { padding: 0.4rem 0.7rem 0.4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
    thead th { color: var(--soft); font-weight: 500; vertical-align: bottom; border-bottom-color: var(--soft); }
    tbody th { font-weight: 500; }
    .n { text-align: right; white-space: nowrap; }
    th:has(+ .n) { white-space: nowrap; }
    .results { margin: 0.5rem 0 1rem; }
    .results caption { font-size: 1rem; font-weight: 600; color: var(--ink); padding-bottom: 0.3rem; border-bottom: 3px solid var(--age); }
    .results.infant caption { border-color: var(--infant); }
    .results.adult caption { border-color: var(--adult); }
    .results th + .n, .results .n + .n { padding-left: 0.35rem; padding-right: 0; }
    .results tbody th { white-space: normal; padding-right: 0; }
    .toggle { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0 0 0.9rem; }
    button {
      font: 500 0.875rem/1.2 var(--sans); color: var(--ink); background: var(--surface);
      border: 1px solid var(--soft); border-radius: 999px; padding: 0.5rem 0.9rem; cursor: pointer;
    }
    button:hover { background: var(--raised); }
    button[aria-pressed="true"] { background: var(--ink); color: var(--surface); border-color: var(--ink); }
    .findings li, .limitations li { margin-bottom: 0.75rem; padding-left: 0.25rem; }
    .findings, .limitations { padding-left: 1.4rem; margin: 0; }
    .test { display: block; font-size: 0.875rem; color: var(--soft); }
    .provenance code { display: block; overflow-wrap: anywhere; }
    .provenance th { white-space: nowrap; }
    #vg-tooltip-element.vg-tooltip {
      background: var(--surface); color: var(--ink); border: 1px solid var(--rule);
      font: 0.8125rem/1.4 var(--sans); border-radius: 4px;
    }
    #vg-tooltip-element.vg-tooltip td.key { color: var(--soft); }
    #vg-tooltip-element.vg-tooltip td { border: 0; }

    """

  /// Heat maps as tables: shading stays light enough for the text on it.
  private static let matrices = """
    .matrix { --cell: var(--age); min-width: 0; margin-bottom: 1rem; }
    .matrix.infant { --cell: var(--heat); }
    .matrix.adult { --cell: var(--heat-adult); }
    .matrix table { table-layout: fixed; font-size: 0.8125rem; max-width: 30rem; }
    .matrix caption { color: var(--ink); }
    .matrix th, .matrix td { border: 0; padding: 0.35rem 0; text-align: center; }
    .matrix td { border: 1px solid var(--surface); background: color-mix(in srgb, var(--cell) calc(var(--share, 0) * 82%), var(--raised)); }
    .matrix th:first-child { width: 4.4rem; text-align: left; font-weight: 400; border: 0; }
    .matrix td.diagonal { outline: 1.5px solid var(--soft); outline-offset: -2px; }
    .matrix td.total, .matrix thead th:last-child { background: none; color: var(--soft); width: 2.9rem; text-align: right; }
    .matrix thead th { color: var(--soft); }
    .matrix abbr { text-decoration: none; }
    .matrix .count, .show-counts .matrix .share { display: none; }
    .show-counts .matrix .count { display: inline; }
    @media (max-width: 26rem) {
      .matrix table { font-size: 0.75rem; }
      .matrix th:first-child { width: 3.7rem; }
      .matrix td.total, .matrix thead th:last-child { width: 2.2rem; }
    }

    """

  private static let print = """
    @media print {
      @page { margin: 18mm 16mm; }
      body { font-size: 10pt; }
      .toggle, nav, .skip, [data-copy], details.numbers, #vg-tooltip-element { display: none !important; }
      h1 { font-size: 22pt; }
      h2, h3 { break-after: avoid; }
      section { padding-top: 1.5rem; }
      .pair { grid-template-columns: 1fr 1fr; gap: 0.5rem 1.25rem; }
      .counts { grid-template-columns: repeat(5, 1fr); }
      .tiles { grid-template-columns: repeat(6, 1fr); }
      .tiles dd { font-size: 11pt; }
      table, figcaption, dt, .tiles dt { font-size: 8pt; }
      h3 + .faces { break-before: avoid; }
      figure, .matrix, .tiles, .faces, table, .warning { break-inside: avoid; }
      .matrix td, .tiles > div, .warning { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      .matrix-row[hidden] { display: block !important; }
      .scroll { overflow: visible; }
      a { color: inherit; text-decoration: none; }
    }

    """
}
