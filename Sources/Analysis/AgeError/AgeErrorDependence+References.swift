import Support

extension AgeErrorDependence {
  package static func references(of run: RunResults) -> [Reference] {
    guard let ageError = run[AgeErrorDependence.self] else { return [] }
    return [rubin] + (ageError.ages?.isEmpty == false ? [stackedLikelihood] : [])
      + (ageError.resamplesImputedAges ? [bootstrapThenImpute] : [])
  }

  private static let rubin = Reference(
    "article", "barnard1999small",
    [
      "title": "Small-sample degrees of freedom with multiple imputation",
      "author": "Barnard, John and Rubin, Donald B.", "journal": "Biometrika", "volume": "86",
      "pages": "948--955", "year": "1999", "doi": "10.1093/biomet/86.4.948",
    ])

  private static let stackedLikelihood = Reference(
    "article", "chan2022multiple",
    [
      "title": "Multiple improvements of multiple imputation likelihood ratio tests",
      "author": "Chan, Kin Wai and Meng, Xiao-Li", "journal": "Statistica Sinica", "volume": "32",
      "pages": "1489--1514", "year": "2022",
    ])

  private static let bootstrapThenImpute = Reference(
    "article", "bartlett2020bootstrap",
    [
      "title":
        "Bootstrap inference for multiple imputation under uncongeniality and misspecification",
      "author": "Bartlett, Jonathan W. and Hughes, Rachael A.",
      "journal": "Statistical Methods in Medical Research", "volume": "29", "number": "12",
      "pages": "3533--3546", "year": "2020", "doi": "10.1177/0962280220932189",
    ])
}
