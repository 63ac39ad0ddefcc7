import Evaluation
import Support

extension Reference {
  /// What a run's paper has to cite: the program, then the methods that the run used, then the
  /// networks, data sets and programs of others.
  static func all(for input: ReportInput) -> [Reference] {
    let metrics = input.metrics
    let choices: [(Reference, Bool)] = [
      (program(input), true),
      (centreLoss, input.methodNotes.contains { $0.equations.contains(.distanceLoss) }),
      (labelDistribution, input.methodNotes.contains { $0.equations.contains(.ageDistribution) }),
      (wilson, metrics != nil), (bootstrap, metrics != nil), (holm, metrics != nil),
      (calibration, metrics?.models.contains { $0.temperature != nil } ?? false),
      (nuisance, metrics?.transition != nil), (rubin, metrics?.ageError != nil),
      (stackedLikelihood, metrics?.ageError?.ages?.isEmpty == false),
      (bootstrapThenImpute, metrics?.ageError?.resamplesImputedAges == true),
      (gradCAM, input.representation?.attention.contains { $0.layer != nil } ?? false),
      (alignment, input.representation?.similarities.isEmpty == false),
      (cramer, input.audit?.emotionBySource != nil), (modelCards, metrics != nil),
      (dataSheets, true),
    ]
    return choices.filter(\.1).map(\.0) + input.references
  }

  private static func program(_ input: ReportInput) -> Reference {
    Reference(
      "software", "smilestone",
      [
        "title": "{Smilestone}: when do children's facial expressions become adult-like?",
        "author": "{The Smilestone contributors}",
        "year": "2026", "version": input.programVersion ?? "unknown",
        "note": "Run ``\(plain(input.runName))''",
      ])
  }

  /// A name without the characters that mean something to TeX.
  private static func plain(_ text: String) -> String {
    String(text.map { "\\{}$&#^_%~".contains($0) ? "-" : $0 })
  }

  private static let centreLoss = Reference(
    "inproceedings", "wen2016discriminative",
    [
      "title": "A discriminative feature learning approach for deep face recognition",
      "author": "Wen, Yandong and Zhang, Kaipeng and Li, Zhifeng and Qiao, Yu",
      "booktitle": "ECCV", "year": "2016", "doi": "10.1007/978-3-319-46478-7_31",
    ])
  private static let labelDistribution = Reference(
    "inproceedings", "gao2018age",
    [
      "title": "Age estimation using expectation of label distribution learning",
      "author": "Gao, Bin-Bin and Zhou, Hong-Yu and Wu, Jianxin and Geng, Xin",
      "booktitle": "IJCAI", "year": "2018", "doi": "10.24963/ijcai.2018/99",
    ])
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
  private static let nuisance = Reference(
    "article", "davies1987hypothesis",
    [
      "title":
        "Hypothesis testing when a nuisance parameter is present only under the alternative",
      "author": "Davies, Robert B.", "journal": "Biometrika", "volume": "74", "pages": "33--43",
      "year": "1987", "doi": "10.1093/biomet/74.1.33",
    ])
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
  private static let cramer = Reference(
    "article", "bergsma2013bias",
    [
      "title": "A bias-correction for {Cram\\'er's V} and {Tschuprow's T}",
      "author": "Bergsma, Wicher", "journal": "Journal of the Korean Statistical Society",
      "volume": "42", "pages": "323--328", "year": "2013", "doi": "10.1016/j.jkss.2012.10.002",
    ])
  private static let gradCAM = Reference(
    "inproceedings", "selvaraju2017grad",
    [
      "title": "{Grad-CAM}: visual explanations from deep networks via gradient-based localization",
      "author": "Selvaraju, Ramprasaath R. and Cogswell, Michael and Das, Abhishek and "
        + "Vedantam, Ramakrishna and Parikh, Devi and Batra, Dhruv",
      "booktitle": "ICCV", "year": "2017", "doi": "10.1109/ICCV.2017.74",
    ])
  private static let alignment = Reference(
    "inproceedings", "kornblith2019similarity",
    [
      "title": "Similarity of neural network representations revisited",
      "author": "Kornblith, Simon and Norouzi, Mohammad and Lee, Honglak and Hinton, Geoffrey",
      "booktitle": "ICML", "year": "2019", "eprint": "1905.00414", "archiveprefix": "arXiv",
    ])
  private static let modelCards = Reference(
    "inproceedings", "mitchell2019model",
    [
      "title": "Model cards for model reporting",
      "author": "Mitchell, Margaret and Wu, Simone and Zaldivar, Andrew and Barnes, Parker and "
        + "Vasserman, Lucy and Hutchinson, Ben and Spitzer, Elena and Raji, Inioluwa Deborah and "
        + "Gebru, Timnit",
      "booktitle": "FAT*", "year": "2019", "doi": "10.1145/3287560.3287596",
    ])
  private static let dataSheets = Reference(
    "article", "gebru2021datasheets",
    [
      "title": "Datasheets for datasets",
      "author": "Gebru, Timnit and Morgenstern, Jamie and Vecchione, Briana and "
        + "Vaughan, Jennifer Wortman and Wallach, Hanna and Daum{\\'e} III, Hal and Crawford, Kate",
      "journal": "Communications of the ACM", "volume": "64", "number": "12", "pages": "86--92",
      "year": "2021", "doi": "10.1145/3458723",
    ])
}
