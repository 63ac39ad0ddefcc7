import Support

extension FolderSurvey {
  /// What was found, for people.
  public var lines: [String] {
    var found = [
      Self.counted(imageCount, "image") + (images.isEmpty ? "" : " (\(Self.list(images)))")
    ]
    if !videos.isEmpty { found.append(Self.counted(videos.count, "video")) }
    if !tables.isEmpty { found.append(Self.counted(tables.count, "table")) }
    var lines = ["\(folder): \(found.joined(separator: ", "))"]
    if let faces {
      lines.append(
        "  read as "
          + (dataset.map { "the data set kind “\($0)”" } ?? "the manifest \(manifest ?? "")")
          + ": " + Self.counted(faces.count, "face"))
      lines += faces.lines.map { "  " + $0 }
    } else if parts.isEmpty, imageCount > 0 {
      lines.append(
        "  "
          + (candidates.isEmpty
            ? "no known data set: no folders named after emotions, no names or tables of an archive"
              + (numberedFolders.map { "\n  \($0)" } ?? "")
            : "looks like several data sets: \(candidates.joined(separator: ", "))"))
    }
    lines += tables.filter { $0.name != manifest }.map { "  " + $0.line }
    for reason in passedOver.prefix(4) {
      lines.append("  not used: \(reason.count), \(reason.name)")
    }
    if passedOver.count > 4 {
      lines.append("  not used: others, for \(passedOver.count - 4) more reasons")
    }
    return lines + parts.flatMap(\.lines)
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  static func list(_ tallies: [Tally]) -> String {
    tallies.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
  }
}

extension SurveyedFaces {
  /// A line for each fact.
  var lines: [String] {
    [
      ("emotions", emotions.isEmpty ? "none" : FolderSurvey.list(emotions)),
      (
        "ages",
        withAge == 0
          ? "none"
          : FolderSurvey.list(ageGroups) + (withAge < count ? "; \(count - withAge) not known" : "")
      ),
      (
        "persons",
        withSubject == 0
          ? "not named"
          : "\(subjects) named, in \(withSubject) of \(count) faces"
      ),
      ("sex", sexes.isEmpty ? "" : FolderSurvey.list(sexes)),
      ("splits", splits.isEmpty ? "" : FolderSurvey.list(splits)),
      ("raters' votes", withVotes == 0 ? "" : "\(withVotes)"),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
  }
}

extension SurveyedTable {
  /// What it is, for people.
  var line: String {
    if let problem { return problem }
    let holds =
      imageColumn.map { "column \($0) names the images" } ?? "no column names the images here"
    return
      "\(name): \(FolderSurvey.counted(rows, "row")), \(holds); columns \(columns.joined(separator: ", "))"
  }
}
