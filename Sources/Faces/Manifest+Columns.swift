import Support

/// The columns of manifests. `docs/formats/manifest.md` is made from these.
extension Manifest {
  /// The version of the format.
  public static let format = FormatColumn("manifest_format", current: 1)

  /// The standard columns, in the order in which they are written; `image` alone is required.
  public static let standardColumns = ManifestColumn.allCases.map { column in
    ColumnDescription(column.rawValue, column.values, column.meaning)
  }

  /// The columns beyond these that some command reads or writes; any other is kept as it is.
  public static let furtherColumns: [ColumnDescription] =
    [format.description] + places + drawn + ages + splits + sources + notes

  private static let places =
    FacePlace.columns.map {
      ColumnDescription($0, "pixels", "where the face, or an eye, is in the upright image")
    } + [
      ColumnDescription(faceDetectorColumn, "text", "what found the face"),
      ColumnDescription("original", "path", "the image that the face was cut out of"),
    ]

  private static let drawn = [
    ColumnDescription("true_age", "years", "the age that was drawn"),
    ColumnDescription(
      "transition_weight", "0 to 1", "the share of the adult's expression that was drawn"),
    ColumnDescription(
      "cohort", "`both`, `expression`, `appearance`, `neither`", "what develops in it"),
  ]

  private static let ages =
    AgeGrouping.study.groups.map {
      ColumnDescription("p_\($0.rawValue)", "0 to 1", "the probability of the age group")
    } + [
      ColumnDescription(
        AgeGrouping.column, "`baby<=1; child/children<=12; adult`",
        "the age groups, if not the study's"),
      ColumnDescription(
        AgeGrouping.earlierColumn, "years, by `;`",
        "the bounds of the study's groups, of earlier versions"),
      ColumnDescription(ageIntervalColumns[0], "years", "the lower end of the age's 90% interval"),
      ColumnDescription(ageIntervalColumns[1], "years", "its upper end"),
      ColumnDescription(
        ageQuantilesColumn, "years, by blanks",
        "199 ages that the true one is below with probability 0.5%, 1% … 99.5%; 41 in earlier versions"
      ),
      ColumnDescription("age_failure", "text", "why no age could be estimated"),
      ColumnDescription("age_months", "months", "the age as the data set gives it"),
      ColumnDescription("age_range", "years", "the same, as a range"),
      ColumnDescription("apparent_age", "years", "how old raters took the face for, on average"),
      ColumnDescription("apparent_age_sd", "years", "the standard deviation of what raters said"),
    ]

  private static let splits = [
    ColumnDescription(
      duplicateClusterColumn, "text", "what copies and near duplicates of one photograph share"),
    ColumnDescription("fold", "whole number", "the fold of a cross-validation"),
    ColumnDescription("sha256", "hexadecimal", "the image file's SHA-256"),
  ]

  private static let sources = [
    ColumnDescription(labelSchemeColumn, "text", "the label scheme, if not the study's"),
    ColumnDescription("source_label", "text", "a label outside the study's"),
    ColumnDescription("arousal", "-1 to 1", "as the data set gives it"),
    ColumnDescription("valence", "-1 to 1", "likewise"),
    ColumnDescription(
      RaterLabels.column, "`anna:anger;ben:sad`",
      "which raters named which label; where `votes` is empty it is counted from these"),
    ColumnDescription("votes_contempt", "number", "raters who named contempt"),
    ColumnDescription("votes_no_face", "number", "raters who saw no face"),
    ColumnDescription("votes_unknown", "number", "raters who could not say"),
  ]

  private static let notes = [
    ColumnDescription(
      FaceLandmarks.column, "numbers, by blanks",
      "x and y of points of the face, as shares of the image's sides"),
    ColumnDescription("session", "text", "the visit or recording that the image is of"),
    ColumnDescription("video", "file name", "the recording that the image is a frame of"),
    ColumnDescription("time", "seconds", "when in that recording"),
    ColumnDescription("take", "text", "which image of several alike"),
    ColumnDescription("sharpness", "number", "variance of the image's Laplacian"),
    ColumnDescription("size", "pixels", "the image's side"),
    ColumnDescription("warning", "text", "why an estimated age means nothing"),
  ]
}

extension ManifestColumn {
  fileprivate var values: String {
    switch self {
    case .image: "path"
    case .subject, .source, .ethnicity: "text"
    case .emotion: ManifestColumn.listed(LabelScheme.emotions7.emotions)
    case .votes: "numbers, by `;`"
    case .age, .ageStandardDeviation: "years"
    case .ageSource: ManifestColumn.listed(AgeSource.allCases)
    case .ageGroup: ManifestColumn.listed(AgeGrouping.study.groups)
    case .sex: ManifestColumn.listed(Sex.allCases)
    case .split: ManifestColumn.listed(Split.allCases)
    }
  }

  private static func listed(_ cases: [some RawRepresentable<String>]) -> String {
    cases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }

  fileprivate var meaning: String {
    switch self {
    case .image: "the image file, relative to the manifest's folder, or absolute"
    case .subject: "who is shown, by a name that counts within its source"
    case .source: "the data set"
    case .emotion: "the perceived emotion"
    case .votes: "how many raters named each emotion, in their order"
    case .age: "the age"
    case .ageStandardDeviation: "the standard deviation of an estimated age"
    case .ageSource: "where the age comes from"
    case .ageGroup: "the age group"
    case .sex: "the sex"
    case .ethnicity: "as the data set calls it"
    case .split: "what the face is for"
    }
  }
}
