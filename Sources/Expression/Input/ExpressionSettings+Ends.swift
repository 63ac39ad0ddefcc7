import Analysis

extension ExpressionSettings {
  /// 0 for toddlers, 1 for adults, nil for faces between them.
  func end(of data: ExpressionFaces) -> [Int?] {
    data.agesInYears.map { age in
      age <= toddlersUpToYears ? 0 : age > adultsAboveYears ? 1 : nil
    }
  }
}
