import Analysis
import Foundation
import Report

extension Demo {
  /// The demonstration as if a change of expressions had been planted at an age: every age to report
  /// of the findings has it beside itself.
  static func plantedInput(at planted: Double, findings: [Finding]) throws -> ReportInput {
    var input = try input()
    let estimates = try findings.compactMap { finding -> [String: Any]? in
      guard let age = finding.age else { return nil }
      let interval = try JSONSerialization.jsonObject(with: JSONEncoder().encode(age.interval))
      let isCrossing = finding.id == "crossing-age"
      var estimate: [String: Any] = [
        "quantity": isCrossing ? "crossing" : "transition-age",
        "treatment": age.treatment.rawValue, "interval": interval,
        "holdsPlanted": planted >= age.interval.lower ?? planted
          && planted <= age.interval.upper ?? planted,
      ]
      if !isCrossing { estimate["model"] = finding.id.replacing("-transition", with: "") }
      if let years = age.ageInYears {
        estimate["ageInYears"] = years
        estimate["offInYears"] = years - planted
      }
      return estimate
    }
    input.metrics?.transition?.planted = try JSONDecoder().decode(
      PlantedTransition.self,
      from: JSONSerialization.data(withJSONObject: [
        "ageInYears": planted, "widthInYears": 0.75, "estimates": estimates,
      ]))
    return input
  }
}
