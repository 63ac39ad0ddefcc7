import Support

extension Shortcuts {
  package static func references(of run: RunResults) -> [Reference] {
    run[Shortcuts.self]?.emotionBySource == nil ? [] : [cramer]
  }

  private static let cramer = Reference(
    "article", "bergsma2013bias",
    [
      "title": "A bias-correction for {Cram\\'er's V} and {Tschuprow's T}",
      "author": "Bergsma, Wicher", "journal": "Journal of the Korean Statistical Society",
      "volume": "42", "pages": "323--328", "year": "2013", "doi": "10.1016/j.jkss.2012.10.002",
    ])
}
