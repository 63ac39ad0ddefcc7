import Presentation

extension TransitionMultiverse {
  package static let heading: SectionHeading? = SectionHeading(
    "Other defensible choices: what they make of the transition age", short: "Other choices")

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let models = run[TransitionMultiverse.self]?.filter({ !$0.ages.isEmpty }),
      !models.isEmpty
    else { return nil }
    let readings = models.map { "<li>\(HTML.data(summary($0)))</li>" as HTML }
    let tables = models.map { model in
      Card(
        "What each choice does: \(StudyModel.displayName(of: model.model))", body: table(model))
    }
    return [
      """
      <p>Whoever estimates a transition age chooses a curve, faces, weights and what counts as correct. Here all \
      combinations that need no other training are made, one row each. Rows rest on the <b>same \
      faces and models</b>: they are not independent, their range is no interval, and no p-value is made over \
      them. All share what no row changes: this training, these labels, this archive.</p>
      """,
      .figure(
        chart(models),
        else: .missing(
          "No specification gives an age.", remedy: "The reasons are below.")),
      .markup("<ul>\(readings)</ul>"),
    ] + tables.map { .card($0) }
  }

  /// For each option, how many of its specifications give an age, and which.
  private static func table(_ model: ModelMultiverse) -> HTML {
    let rows = optionsOf(model).map { choice, option -> [DataTable.Cell] in
      let own = model.ages.filter { $0.specification.options.contains { $0 == (choice, option) } }
      let ages = own.compactMap(\.ageInYears).sorted()
      return [
        .text(choice), .text(option), .count(own.count), .count(ages.count),
        .number(ModelMultiverse.median(ages), decimals: 1), .number(ages.first, decimals: 1),
        .number(ages.last, decimals: 1),
      ]
    }
    return DataTable(
      columns: ["choice", "option", "rows", "with an age", "median", "youngest", "oldest"],
      rows: rows
    ).html(
      caption:
        "Ages in years, of all rows with the option. The main analysis has the first option of each "
        + "choice; where ages were imputed, that was done for it alone")
  }

  /// Every option that some row has, choice by choice, in the order of the rows.
  static func optionsOf(_ model: ModelMultiverse) -> [(choice: String, option: String)] {
    let all = model.ages.flatMap(\.specification.options)
    let choices = model.ages.first?.specification.options.map(\.choice) ?? []
    return choices.flatMap { choice in
      all.filter { $0.choice == choice }.map(\.option).reduce(into: [String]()) { options, option in
        if !options.contains(option) { options.append(option) }
      }.map { (choice, $0) }
    }
  }
}
