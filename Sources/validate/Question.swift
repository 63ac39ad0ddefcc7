import Support

/// What a share of simulated cohorts should be.
enum Aim: String {
  /// An interval that holds the truth in 93 to 97 % of cohorts.
  case coverage
  /// A test that rejects a true hypothesis in 3 to 7 % of cohorts.
  case size
  /// A test that is exact, or that inverts one: at most 7 %.
  case exactSize
  /// No aim: what was found.
  case none

  var words: String {
    switch self {
    case .coverage: "93 to 97"
    case .size: "3 to 7"
    case .exactSize: "at most 7"
    case .none: "as found"
    }
  }

  /// Whether a share meets the aim; nil without one.
  func isMet(by share: Double) -> Bool? {
    switch self {
    case .coverage: (0.93...0.97).contains(share)
    case .size: (0.03...0.07).contains(share)
    case .exactSize: share <= 0.07
    case .none: nil
    }
  }
}

/// Something that is asked of every cohort and is true or false there.
struct Question {
  let name: String
  let aim: Aim
}

/// One way to draw cohorts, with what is asked of each.
struct Setting: Sendable {
  let part: String
  let name: String
  let questions: [Question]
  var cohorts: Int
  /// Draws a cohort and answers each question; nil where the method gives no answer.
  let answer: @Sendable (inout SeededGenerator) throws -> [Bool?]

  /// The settings whose name holds a text, or is the text; all without one.
  /// - Throws: `SmilestoneError.usage` with the names where none does.
  static func named(_ text: String?, among settings: [Setting]) throws -> [Setting] {
    guard let text else { return settings }
    let exact = settings.filter { $0.name == text }
    let named = exact.isEmpty ? settings.filter { $0.name.contains(text) } : exact
    guard !named.isEmpty else {
      throw SmilestoneError.usage(
        "No setting’s name holds “\(text)”.",
        remedy: "There are:\n" + settings.map { "  \($0.part): \($0.name)" }.joined(separator: "\n")
      )
    }
    return named
  }

  /// Answers the questions for every cohort; each cohort has a random stream of its own.
  func run() throws -> [Row] {
    let answers = try parallelMap(count: cohorts) { cohort in
      var generator = SeededGenerator(seed: 1, stream: "\(part)/\(name)/\(cohort)")
      return try answer(&generator)
    }
    return questions.indices.map { index in
      let given = answers.compactMap { $0[index] }
      return Row(
        part: part, setting: name, question: questions[index].name, aim: questions[index].aim,
        cohorts: given.count, yes: given.count { $0 }, unanswered: cohorts - given.count)
    }
  }
}

/// Settings that belong together, a section of the page.
struct Part {
  let name: String
  let title: String
  /// How its cohorts are drawn and analysed: what a reader has to know beside the settings' names.
  let method: String
  let settings: () -> [Setting]
}

extension Question: Sendable {}
extension Aim: Sendable {}
