extension Manifest {
  /// Whether each record is a drawing of `synth`: source, subject and the column `cohort` say so.
  ///
  /// Its votes are then those of `SimulatedRaters`. Drawings of different people resemble each other
  /// more than photographs do and repeat nothing, so that they are compared by subject and bytes alone.
  public var isDrawn: [Bool] {
    guard let kinds = values(ofExtraColumn: "cohort") else { return records.map { _ in false } }
    return zip(records, kinds).map { record, kind in
      record.source == SyntheticCohort.source && record.subject != nil
        && CohortKind(rawValue: kind) != nil
    }
  }
}
