import Analysis
import Presentation
import Statistics

extension PageBuilder {
  /// The answer with its chart, then abstract, warnings and counts.
  mutating func header() -> HTML {
    let asked = title
    let answer = answer()
    let question: HTML = title == asked ? "" : ". \(HTML.data(asked))"
    let counts = input.counts
    let skipped: [HTML] =
      counts.skipped == 0
      ? []
      : [
        """
        <p class="aside">\(Format.count(counts.skipped)) \
        \(counts.skipped == 1 ? "image" : "images") could not be used; \
        <code>skipped.csv</code> in the run folder lists each with its reason.</p>
        """
      ]
    let warnings = input.warnings.map { warning -> HTML in
      "<p class=\"warning\" role=\"note\"><b>Note.</b> \(HTML.data(warning))</p>"
    }
    return """
      <header>
      <p class="run">Run \(HTML.data(input.runName))\(question)</p>
      \(answer)
      \(progress)
      \(warnings)
      <p class="abstract">\(abstract.joined(separator: " "))</p>
      <dl class="counts">
      \(tile(counts.faces, counts.faces == 1 ? "face" : "faces"))
      \(tile(counts.emotions, "perceived emotions"))
      \(tile(counts.ageGroups, "age groups"))
      \(tile(counts.models, counts.models == 1 ? "expression model" : "expression models"))
      \(tile(counts.skipped, counts.skipped == 1 ? "image skipped" : "images skipped"))
      </dl>
      \(skipped)
      </header>
      """
  }

  /// The title, which is the answer where there is one, with what limits it, the chart that shows it and what it
  /// says in plain words. As long as there is no answer, the faces.
  private mutating func answer() -> HTML {
    for analysis in Analyses.all {
      guard let headline = analysis.headline(of: results),
        let figure = figure(headline.chart, of: analysis)
      else { continue }
      answerSentence = headline.sentence
      title = input.byline.title ?? headline.sentence
      let ownTitle: HTML =
        title == headline.sentence
        ? "" : "<p class=\"answer-sentence\">\(HTML.data(headline.sentence)).</p>"
      let lines = headline.lines.map { "<li>\(HTML.data($0))</li>" as HTML }
      return """
        <h1>\(HTML.data(title))</h1>
        \(byline)
        \(ownTitle)
        <p class="limit">\(HTML.data(headline.limit))</p>
        <div class="answer">
        \(figure)
        <ul class="lines">\(lines)</ul>
        </div>
        """
    }
    let faces: HTML =
      figure("emotion-counts").map { figure in
        """
        <p class="limit">No model has been tested yet: these are the faces that an answer will be made from.</p>
        <div class="answer">\(figure)</div>
        """
      } ?? ""
    return """
      <h1>\(HTML.data(title))</h1>
      \(byline)
      \(faces)
      """
  }

  /// Authors, affiliation and date, where they were given.
  private var byline: HTML {
    let roles: HTML =
      input.byline.contributions.isEmpty ? "" : " · <a href=\"#contributions\">who did what</a>"
    return input.byline.line.map { "<p class=\"byline\">\(HTML.data($0))\(roles)</p>" } ?? ""
  }

  /// How far an unfinished run has come.
  private var progress: HTML {
    guard !input.progress.isEmpty else { return "" }
    let stages = input.progress.map { stage -> HTML in
      let state = ["done": "done", "now": "running", "ahead": "to come"][stage.state.rawValue]
      return """
        <li class="\(stage.state.rawValue)">\(stage.title) \
        <span class="visually-hidden">(\(state ?? ""))</span></li>
        """
    }
    return """
      <p class="aside">This study is not finished. The page is made again after each stage; reload it \
      to see more.</p>
      <ol class="progress" aria-label="Stages of the study">\(stages)</ol>
      """
  }

  private func tile(_ number: Int, _ label: String) -> HTML {
    "<div><dt>\(label)</dt><dd>\(Format.count(number))</dd></div>"
  }

  /// The results in a few sentences, made from the numbers.
  var abstract: [String] {
    let faces =
      "\(Format.count(input.counts.faces)) \(input.cohort.isSynthetic ? "synthetic " : "")"
    let noun = input.counts.faces == 1 ? "face" : "faces"
    return ["This run looks at \(faces)\(noun) in \(input.counts.ageGroups) age groups."]
      + Analyses.all.flatMap { $0.abstract(of: results) }
      + (input.cohort.isSynthetic
        ? [
          "The faces are synthetic, with a known course of development: the results say how "
            + "well the method works, not how children develop."
        ] : [])
  }
}
