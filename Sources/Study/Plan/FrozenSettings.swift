import Analysis
import Foundation
import Planning
import Support

extension StudyConfiguration {
  /// What a plan freezes: all settings but where the faces come from, which weights files lie where, and
  /// what the plan itself is. Of synthetic faces it freezes how they are drawn.
  public func frozenSettings() throws -> JSONTree {
    let frozen = try Self.withoutPlaces(JSONTree(encoding: self))
    guard preset == .synthetic, case .object(var members) = frozen else { return frozen }
    members[Self.dataMember] = .object(["synthetic": try JSONTree(encoding: data.synthetic)])
    return .object(members)
  }

  private static let dataMember = "data"

  private static func withoutPlaces(_ tree: JSONTree) -> JSONTree {
    guard case .object(let members) = tree else { return tree }
    let left: Set = [dataMember, "format", "initialWeights", "plan"]
    return .object(
      members.filter { !left.contains($0.key) && $0.value != .null }.mapValues(withoutPlaces))
  }

  /// The settings of a plan in place of a preset's.
  /// - Parameter preset: the one that is asked for beside the plan; nil for the plan's.
  /// - Throws: `SmilestoneError` for settings that do not exist, or that this program has otherwise.
  public init(holdingTo plan: PlanFile, preset: Preset?, otherwise: Preset, place: String) throws {
    let planned = plan.settings?.leaves["preset"].flatMap { Preset(rawValue: $0.text) }
    self.init(preset: preset ?? planned ?? otherwise)
    if let settings = plan.settings {
      let kept = self.preset
      self = try SettingsFile.applying(settings, to: self, place: place)
      self.preset = kept
    }
    self.plan = plan.stated.sha256
  }

  /// Refuses what deviates from a plan.
  /// - Throws: `SmilestoneError.usage` that lists the settings.
  public func requireHeld(to plan: PlanFile, place: String) throws {
    guard let settings = plan.settings else { return }
    var frozen = try frozenSettings()
    // Plans of earlier versions say nothing of how faces are drawn.
    if case .object(let planned) = settings, planned[Self.dataMember] == nil,
      case .object(var members) = frozen
    {
      members[Self.dataMember] = nil
      frozen = .object(members)
    }
    let differences = JSONTree.differences(settings, frozen)
    guard differences.isEmpty else {
      throw SmilestoneError.usage(
        "\(place) freezes other settings (\(differences.joined(separator: "; "))).",
        remedy:
          "Leave out what changes them, or plan again with `smilestone plan` before the test faces are "
          + "read and say why.")
    }
  }
}
