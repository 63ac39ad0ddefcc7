import Presentation

/// What becomes of a face in a study: images, ages, groups, two models, tests.
struct PipelineDrawing {
  private struct Step {
    var title: String
    var lines: [String]
  }

  private let steps: [Step]
  private static let (width, height, gap, margin) = (168, 92, 40, 4)

  /// - Parameters:
  ///   - groups: "five", in words.
  ///   - infants: What the infant model is trained on: "toddlers"; `adults` likewise.
  init(
    faces: Int, groups: String, infants: String, adults: String, estimatesAges: Bool
  ) {
    steps = [
      Step(title: "Images", lines: ["\(Format.count(faces)) faces", "with perceived emotions"]),
      Step(
        title: estimatesAges ? "Age estimator" : "Known ages",
        lines: estimatesAges ? ["an age with its error", "for each face"] : ["for each face"]),
      Step(title: "Age groups", lines: ["\(groups) groups", "training, validation, test"]),
      Step(title: "Two models", lines: ["one of \(infants)", "one of \(adults)"]),
      Step(title: "Tests", lines: ["both on every group", "where accuracy changes"]),
    ]
  }

  private var extent: Int {
    steps.count * Self.width + (steps.count - 1) * Self.gap + 2 * Self.margin
  }

  /// What a person would see in it.
  private var summary: String {
    steps.map { "\($0.title): \($0.lines.joined(separator: " "))" }.joined(separator: "; then ")
  }

  var svg: HTML {
    let boxes = steps.enumerated().map { place, step -> HTML in
      let left = Self.margin + place * (Self.width + Self.gap)
      let middle = left + Self.width / 2
      let lines = step.lines.enumerated().map { line, text -> HTML in
        """
        <text class="soft" x="\(trusted: "\(middle)")" y="\(trusted: "\(56 + 18 * line)")">\(text)</text>
        """
      }
      let arrow: HTML =
        place == 0
        ? ""
        : """
        <path class="arrow" d="M\(trusted: "\(left - Self.gap + 4) \(Self.height / 2)h\(Self.gap - 14)")"/>\
        <path class="head" d="M\(trusted: "\(left - 11) \(Self.height / 2 - 5)l8 5-8 5Z")"/>
        """
      return """
        \(arrow)<rect x="\(trusted: "\(left)")" y="2" width="\(trusted: "\(Self.width)")" \
        height="\(trusted: "\(Self.height - 4)")" rx="6"/>\
        <text class="title" x="\(trusted: "\(middle)")" y="32">\(step.title)</text>\(lines)
        """
    }
    return """
      <div class="scroll pipeline" tabindex="0" role="region" aria-label="The way of a face">
      <svg viewBox="0 0 \(trusted: "\(extent) \(Self.height)")" role="img" aria-label="\(summary)">\
      \(boxes)</svg></div>
      """
  }
}
