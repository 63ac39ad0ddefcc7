import Presentation

extension PageBuilder {
  mutating func methods() -> HTML {
    let notes = input.methodNotes.map { note in
      Card(
        note.title,
        body: """
          \(note.paragraphs.map { "<p>\(HTML.data($0))</p>" })
          \(note.equations.map(\.html))
          """
      ).html
    }
    let architectures =
      input.architectures.isEmpty
      ? [
        HTML.missing(
          "The networks’ layers are not described.",
          remedy: "Training writes them: run <code>smilestone study</code>.")
      ]
      : input.architectures.map { architecture in
        let title = architecture.model.displayName.sentenceCased
        return Card(
          "\(title): \(architecture.backbone), \(Format.count(architecture.parameterCount)) parameters",
          kind: "drawing", body: layers(architecture)
        ).html
      }
    return section(
      "methods", "Methods",
      [pipeline, "<p class=\"aside on-page\">Click a card to open it.</p>"] + notes + architectures
        + [settings()])
  }

  /// The way of a face through the study.
  private var pipeline: HTML {
    let ages = results.ages
    return PipelineDrawing(
      faces: input.counts.faces, groups: ages.countInWords, infants: ages.plural(of: ages.infant),
      adults: ages.plural(of: ages.adult), estimatesAges: !results.agesAreKnown
    ).svg
  }

  private func layers(_ architecture: Architecture) -> HTML {
    let total = architecture.parameterCount
    let trainable = architecture.trainableParameterCount
    let table = DataTable(
      columns: ["layer", "output", "parameters", "share", "training"],
      rows: architecture.layers.map { layer in
        [
          .text(layer.name), .text(layer.outputShape), .count(layer.parameterCount),
          .share(total > 0 ? Double(layer.parameterCount) / Double(total) : nil),
          .text(layer.isFrozen ? "frozen" : layer.parameterCount > 0 ? "trained" : ""),
        ]
      })
    return """
      <div class="scroll" tabindex="0" role="region" \
      aria-label="Drawing of the \(architecture.model.displayName)">
      \(ArchitectureDrawing(architecture).svg)</div>
      <p>\(Format.count(total)) parameters, \(Format.count(trainable)) of them trained. A block is \
      as high as its output’s side and as wide as it has channels, both on a logarithmic scale; \
      dashed blocks are frozen.</p>
      \(table.html(caption: "Layers of the \(architecture.model.displayName)"))
      """
  }

  private func settings() -> HTML {
    guard !input.settings.isEmpty else {
      return HTML.missing(
        "The training settings are not recorded.",
        remedy:
          "They are in <code>study.json</code> of a run made by <code>smilestone study</code>.")
    }
    let hasAge = input.settings.contains { $0.age != nil }
    let table = DataTable(
      columns: ["setting", "infant model", "adult model"] + (hasAge ? ["age estimator"] : []),
      rows: input.settings.map { setting in
        let age: [DataTable.Cell] = hasAge ? [setting.age.map { .text($0) } ?? .missing] : []
        return [.text(setting.name), .text(setting.infant), .text(setting.adult)] + age
      })
    let study = DataTable(
      columns: ["setting", "value"],
      rows: input.studySettings.map { [.text($0.name), .text($0.text)] })
    return """
      \(input.studySettings.isEmpty ? "" : study.html(caption: "Settings of the study"))
      \(table.html(caption: "Training settings; what is off in all trainings is left out"))
      """
  }
}
