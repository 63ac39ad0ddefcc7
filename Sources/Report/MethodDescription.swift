import Analysis

/// A part of the method in words.
public struct MethodNote: Sendable {
  public var title: String
  public var paragraphs: [String]
  /// Stand below the paragraphs.
  public var equations: [Equation]

  public init(title: String, paragraphs: [String], equations: [Equation] = []) {
    self.title = title
    self.paragraphs = paragraphs
    self.equations = equations
  }
}

/// A network as it was built.
public struct Architecture: Sendable {
  /// A layer, or a group of layers, in the order in which a face passes.
  public struct Layer: Sendable {
    /// "layer1".
    public var name: String
    /// "64 × 16 × 16".
    public var outputShape: String
    public var parameterCount: Int
    /// Whether training leaves these parameters as they are.
    public var isFrozen: Bool

    public init(name: String, outputShape: String, parameterCount: Int, isFrozen: Bool = false) {
      self.name = name
      self.outputShape = outputShape
      self.parameterCount = parameterCount
      self.isFrozen = isFrozen
    }
  }

  public var model: StudyModel
  /// "ResNet-18".
  public var backbone: String
  public var layers: [Layer]

  public init(model: StudyModel, backbone: String, layers: [Layer]) {
    self.model = model
    self.backbone = backbone
    self.layers = layers
  }

  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  public var trainableParameterCount: Int {
    layers.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.parameterCount) }
  }
}

/// One training setting, as each model had it.
public struct Setting: Sendable {
  public var name: String
  public var infant: String
  public var adult: String
  /// The age estimator's value; nil where the setting does not apply to it.
  public var age: String?

  public init(name: String, infant: String, adult: String, age: String? = nil) {
    self.name = name
    self.infant = infant
    self.adult = adult
    self.age = age
  }
}
