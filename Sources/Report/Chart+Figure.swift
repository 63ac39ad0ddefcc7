extension Chart {
  /// The chart's place on a page, with its caption and, folded away, its numbers.
  /// - Parameter controls: Buttons above the chart.
  func figure(number: Int, controls: HTML = "") -> HTML {
    """
    <figure id="figure-\(name)">
    \(controls)
    <div class="chart" id="chart-\(name)" role="img" aria-label="\(summary)"></div>
    <figcaption><b>Figure \(number). \(title).</b> \(caption)</figcaption>
    <details class="numbers"><summary>Numbers behind figure \(number)</summary>
    \(table.html(caption: title))
    </details>
    </figure>
    """
  }
}
