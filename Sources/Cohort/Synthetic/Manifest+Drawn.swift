extension Manifest {
  /// Which faces are drawings by this program, one for each record, whose votes are those of
  /// `SimulatedRaters`: the source says so, and so does a column that only drawn cohorts have.
  public var drawnFaces: [Bool] {
    guard let weights = values(ofExtraColumn: SyntheticCohort.weightColumn) else {
      return records.map { _ in false }
    }
    return zip(records, weights).map { record, weight in
      record.source == SyntheticCohort.source && !weight.isEmpty
    }
  }
}
