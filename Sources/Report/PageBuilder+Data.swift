import Faces
import Presentation

extension PageBuilder {
  mutating func question() -> HTML {
    let ages = results.ages
    let (infant, adult) = (ages.infant, ages.adult)
    return section(
      "question", "The question",
      [
        """
        <blockquote><p>At what developmental stage does a child’s facial expression become \
        recognisably adult-like, and can models trained on infant or on adult faces capture the \
        transition?</p></blockquote>
        <p>\(results.agesAreKnown ? "Faces are sorted by their known ages" : "Ages are estimated from the faces and sorted") \
        into \(ages.countInWords) groups. Two expression models are then tested on every group: the infant model, \
        trained on \(ages.plural(of: infant)) \
        (\(ages.rangeInYears(of: infant)) years\(infant == ages.youngest ? ", infants included" : "")), \
        and the adult model, trained on \(ages.plural(of: adult)) (\(ages.rangeInYears(of: adult)) \
        years). Where the adult model begins to read children as well as it reads its own group, and where \
        the infant model stops reading them, children’s expressions resemble adults’ – as far as differences \
        in heads, skin and photographs do not explain it.</p>
        """
      ])
  }

  mutating func data() -> HTML {
    let counts =
      figure("emotion-counts")
      ?? HTML.missing(
        "Faces by emotion and age group are not known.",
        remedy: "Sort the faces into age groups with <code>smilestone stratify</code>.")
    return section(
      "data", "The data",
      [
        """
        <p>\(HTML.data(input.cohort.text))</p>
        <p>An emotion here is always a <em>perceived</em> emotion: \(perceivers).</p>
        """,
        sources(), sourceCards(), samples(), counts,
      ])
  }

  private var perceivers: HTML {
    input.cohort.isSynthetic
      ? "what most simulated raters call the synthetic face's expression. No person rated these faces"
      : "what observers call the expression, not what the person feels"
  }

  private func sources() -> HTML {
    guard !input.sources.isEmpty else { return "" }
    return DataTable(
      columns: ["source", "faces", "subjects"],
      rows: input.sources.map { [.text($0.name), .count($0.faces), .count($0.subjects)] }
    ).html(caption: "Where the faces come from; a dash where subjects are unknown")
  }

  /// A card for each of the largest sources: its labels, and how it is cited.
  private func sourceCards() -> HTML {
    let cards = input.sources.prefix(Self.sourcesWithCards).map { source in
      let labels = source.labels.map { "\($0.emotion.rawValue) \(Format.count($0.faces))" }
      let cited = source.references.map { "<pre tabindex=\"0\">\($0.bibTeX)</pre>" as HTML }
      let kept =
        input.cohort.isSynthetic
        ? "Nothing but this program: its faces are synthetic."
        : "Nothing that this program knows: it is an archive of your own, or one that it has no citation of."
      return Card(
        "\(source.name): \(Format.count(source.faces)) \(source.faces == 1 ? "face" : "faces")",
        body: """
          \(facts(
            [
              Fact(name: "Faces", text: Format.count(source.faces)),
              Fact(
                name: "Subjects", text: source.subjects.map { Format.count($0) } ?? "not known for all faces"),
              Fact(
                name: "Labels", text: labels.isEmpty ? "none" : labels.joined(separator: ", ")),
            ] + (cited.isEmpty ? [Fact(name: "Cite", text: kept)] : []), caption: source.name))
          \(cited)
          """
      ).html
    }
    return "\(cards)"
  }

  /// More sources, such as collectors' names, are in the table alone.
  private static let sourcesWithCards = 8

  private func samples() -> HTML {
    guard !input.sampleFaces.isEmpty else {
      return HTML.missing(
        "There are no sample faces.",
        remedy: "<code>smilestone study</code> keeps some of each age group.")
    }
    let ages = results.ages
    let rows = ages.groups.compactMap { group -> HTML? in
      let faces = input.sampleFaces.filter { $0.ageGroup == group }
      guard !faces.isEmpty else { return nil }
      return """
        <h3>\(group.displayName.sentenceCased) <small>\(ages.rangeInYears(of: group)) years</small></h3>
        <ul class="faces">\(faces.map(face))</ul>
        """
    }
    return """
      <div class="samples">
      \(faceNote)
      \(rows)
      </div>
      """
  }

  /// Which faces were left out, and the button that hides the others.
  var faceNote: HTML {
    let hidden =
      input.sampleFaces.count(where: isHidden)
      + (input.judgedFaces?.faces.count { $0.isHidden } ?? 0)
    let note: HTML =
      hidden == 0
      ? ""
      : input.faceVisibility == .nothing
        ? "<p class=\"aside\">All images of faces were left out of this file.</p>"
        : """
        <p class="aside">Photographs of real infants (\(Format.count(hidden))) were left out of \
        this file.</p>
        """
    guard input.faceVisibility != .nothing else { return note }
    return """
      \(note)
      <div class="toggle"><button type="button" data-hide-faces aria-pressed="false">Hide \
      faces</button></div>
      """
  }

  /// The faces at the edge of the charts of estimated ages.
  func missedAges() -> HTML {
    let faces = input.missedAges.map { face -> HTML in
      let known = "\(Format.number(face.ageInYears, decimals: 1)) y"
      let estimated = "estimated \(Format.number(face.estimatedAgeInYears, decimals: 1)) y"
      let image: HTML =
        if !input.faceVisibility.shows(realInfant: face.isRealInfant) {
          "<span class=\"hidden-face\">not shown</span>"
        } else if let address = face.image.imageAddress {
          """
          <img src="\(trusted: address)" alt="Face of age \(known), \(estimated)" width="88" height="88">
          """
        } else {
          "<span class=\"hidden-face\">not an image</span>"
        }
      return """
        <li>\(image)<span class="label">\(known)</span><span class="label">\(estimated)</span></li>
        """
    }
    return """
      <h3>The largest errors</h3>
      <ul class="faces missed">\(faces)</ul>
      """
  }

  private var hasManySources: Bool { Set(input.sampleFaces.map(\.source)).count > 1 }

  private func isHidden(_ face: SampleFace) -> Bool {
    !input.faceVisibility.shows(realInfant: face.isRealInfant)
  }

  private func face(_ face: SampleFace) -> HTML {
    let age = face.ageInYears.map { "\(Format.number($0, decimals: 1)) y" } ?? "age unknown"
    let image: HTML
    if isHidden(face) {
      image = "<span class=\"hidden-face\">not shown</span>"
    } else if let address = face.image.imageAddress {
      let alternative = "Face labelled \(face.emotion.rawValue), \(age), from \(face.source)"
      image = """
        <img src="\(trusted: address)" alt="\(alternative)" width="88" height="88">
        """
    } else {
      image = "<span class=\"hidden-face\">not an image</span>"
    }
    let source: HTML =
      hasManySources
      ? """
      <span class="label source" title="\(face.source)">\(HTML.data(face.source))</span>
      """ : ""
    return """
      <li>\(image)<span class="label">\(face.emotion.rawValue)</span>
      <span class="label">\(age)</span>\(source)</li>
      """
  }
}
