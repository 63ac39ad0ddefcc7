import Support

extension AccuracyByAge {
  package static func references(of run: RunResults) -> [Reference] {
    guard let models = run[AccuracyByAge.self] else { return [] }
    let shown = models.map(\.model)
    let published = PublishedCurve(
      models: shown, ages: run.ages, scheme: run.vocabulary.labels
    ).map { _ in PublishedCurve.reference }
    return [published].compactMap(\.self) + [wilson, bootstrap, holm]
      + (models.contains { $0.temperature != nil } ? [calibration] : [])
  }

  private static let wilson = Reference(
    "article", "wilson1927probable",
    [
      "title": "Probable inference, the law of succession, and statistical inference",
      "author": "Wilson, Edwin B.", "journal": "Journal of the American Statistical Association",
      "volume": "22", "pages": "209--212", "year": "1927",
      "doi": "10.1080/01621459.1927.10502953",
    ])

  private static let bootstrap = Reference(
    "article", "efron1987better",
    [
      "title": "Better bootstrap confidence intervals", "author": "Efron, Bradley",
      "journal": "Journal of the American Statistical Association", "volume": "82",
      "pages": "171--185", "year": "1987", "doi": "10.1080/01621459.1987.10478410",
    ])

  private static let holm = Reference(
    "article", "holm1979simple",
    [
      "title": "A simple sequentially rejective multiple test procedure", "author": "Holm, Sture",
      "journal": "Scandinavian Journal of Statistics", "volume": "6", "pages": "65--70",
      "year": "1979",
    ])

  private static let calibration = Reference(
    "inproceedings", "guo2017calibration",
    [
      "title": "On calibration of modern neural networks",
      "author": "Guo, Chuan and Pleiss, Geoff and Sun, Yu and Weinberger, Kilian Q.",
      "booktitle": "ICML", "year": "2017", "eprint": "1706.04599", "archiveprefix": "arXiv",
    ])
}
