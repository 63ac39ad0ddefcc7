/// What has an age: a model, or the crossing of both models' curves.
enum AgeSeries {
  /// A model's name, or what the crossing of both models' curves is called beside them.
  static func name(_ series: String) -> String {
    series == AgeErrorQuantity.crossing.rawValue
      ? "crossing of the curves" : StudyModel.displayName(of: series)
  }
}
