import Presentation

/// How a model is drawn wherever it appears: by colour, and by shape and dash for those who print
/// in grey or see colours differently.
package struct ModelStyle {
  package var role: ChartTheme.Role
  /// The colour of the cells of its heat maps.
  package var heat: ChartTheme.Role
  package var shape: JSONValue
  package var dash: JSONValue

  package init(model: String) {
    switch model {
    case StudyModel.infant.rawValue:
      self.init(role: .infant, heat: .infantHeat, shape: "circle", dash: [1, 0])
    case StudyModel.adult.rawValue:
      self.init(role: .adult, heat: .adultHeat, shape: "square", dash: [6, 3])
    case AgeErrorQuantity.crossing.rawValue:
      self.init(role: .ink, heat: .heat, shape: "triangle-up", dash: [2, 2])
    default: self.init(role: .age, heat: .age, shape: "triangle-up", dash: [2, 2])
    }
  }

  private init(
    role: ChartTheme.Role, heat: ChartTheme.Role, shape: JSONValue, dash: JSONValue
  ) {
    self.role = role
    self.heat = heat
    self.shape = shape
    self.dash = dash
  }

  /// Colour and shape channels over the field "model" with the models' display names, and a dash
  /// channel over the field "key" with their names: a field of its own keeps dashes out of the
  /// legend, where they would break the outlines of the small shapes.
  /// - Parameter name: What the field "model" says of a model.
  package static func channels(
    models: [String], name: (String) -> String = StudyModel.displayName(of:)
  ) -> (color: JSONValue, shape: JSONValue, dash: JSONValue) {
    let names = JSONValue.strings(models.map(name))
    let styles = models.map(ModelStyle.init(model:))
    func channel(_ field: JSONValue, _ domain: JSONValue, _ range: [JSONValue]) -> JSONValue {
      ["field": field, "type": "nominal", "scale": ["domain": domain, "range": .array(range)]]
    }
    return (
      channel("model", names, styles.map { JSONValue.color($0.role) }),
      channel("model", names, styles.map(\.shape)),
      channel("key", .strings(models), styles.map(\.dash)).merging(["legend": nil])
    )
  }
}
