import Faces
import Support

/// `docs/formats/predictions.md` is made from these.
extension PredictionTable {
  /// All columns must be there; what follows them may be missing.
  public static func columnDescriptions(
    _ labels: LabelScheme = .emotions7
  ) -> [ColumnDescription] {
    [
      ColumnDescription("image", "path", "the image as the manifest names it"),
      ColumnDescription("subject", "text", "who is shown; empty for unknown"),
      ColumnDescription("source", "text", "the data set"),
      ColumnDescription(
        "split", "`train`, `validation`, `calibration`, `test`",
        "what the face is for; `calibration` had no part in choosing the model's epoch"),
      ColumnDescription("age", "years", "the age that the face was sorted by; empty for unknown"),
      ColumnDescription(
        "age_group", AgeGrouping.study.groups.map { "`\($0.rawValue)`" }.joined(separator: ", "),
        "the age group"),
      ColumnDescription(
        "emotion", labels.emotions.map { "`\($0.rawValue)`" }.joined(separator: ", "),
        "the perceived emotion; empty for unknown"),
      ColumnDescription("model", "text", "the model that predicts: `infant`, `adult`, or another"),
      ColumnDescription("predicted", "an emotion", "the most probable emotion"),
    ]
      + labels.emotions.map {
        ColumnDescription("p_\($0.rawValue)", "0 to 1", "the model's probability; all sum to 1")
      }
  }

  /// Columns that may be missing.
  public static let furtherColumnDescriptions = [
    ColumnDescription(
      photographColumn, "text", "what copies and near duplicates of one photograph share"),
    ColumnDescription(Manifest.labelSchemeColumn, "text", "the label scheme, if not the study's"),
    ColumnDescription(
      AgeGrouping.column, "`baby<=1; child/children<=12; adult`",
      "the age groups, if not the study's"),
    format.description,
  ]
}
