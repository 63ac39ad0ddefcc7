/// `metrics.json` is one object: the members below, and one for each analysis that keeps its result there.
extension Metrics: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static let format = Key("format")
    static let predictionsSHA256 = Key("predictionsSHA256")
    static let settings = Key("settings")
    static let findings = Key("findings")
    static let plan = Key("plan")
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    var results = AnalysisResults()
    func read<A: Analysis>(_ analysis: A.Type) throws {
      guard let key = A.key else { return }
      results[A.self] = try members.decodeIfPresent(A.Result.self, forKey: Key(key))
    }
    for analysis in Analyses.all { try read(analysis) }
    guard results[AccuracyByAge.self] != nil else {
      throw DecodingError.keyNotFound(
        Key(AccuracyByAge.key ?? AccuracyByAge.id),
        DecodingError.Context(codingPath: members.codingPath, debugDescription: "no models"))
    }
    self.init(
      format: try members.decode(Int.self, forKey: .format),
      settings: try members.decodeIfPresent(EvaluationSettings.self, forKey: .settings),
      findings: try members.decode([Finding].self, forKey: .findings), results: results)
    predictionsSHA256 = try members.decodeIfPresent(String.self, forKey: .predictionsSHA256)
    plan = try members.decodeIfPresent(PlannedAnalysis.self, forKey: .plan)
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    func write<A: Analysis>(_ analysis: A.Type) throws {
      guard let key = A.key else { return }
      try members.encodeIfPresent(results[A.self], forKey: Key(key))
    }
    try members.encode(format, forKey: .format)
    try members.encodeIfPresent(predictionsSHA256, forKey: .predictionsSHA256)
    try members.encodeIfPresent(settings, forKey: .settings)
    try members.encode(findings, forKey: .findings)
    try members.encodeIfPresent(plan, forKey: .plan)
    for analysis in Analyses.all { try write(analysis) }
  }
}
