import Presentation

extension TransitionAge {
  package static func comparison(of run: RunResults) -> [Fact] {
    guard let transition = run[TransitionAge.self] else { return [] }
    let planted = transition.planted.map {
      Fact(
        name: "transition age planted in synthetic faces",
        text: "\(Format.number($0.ageInYears, decimals: 1)) years")
    }
    let models = transition.models.compactMap { model in
      model.curve.map { curve in
        Fact(
          name: "\(TransitionWording.name(of: model.model)), ages as given",
          text: TransitionWording.years(
            curve.isClaimed ? curve.logistic.midpoint : nil, curve.profileInterval))
      }
    }
    let crossing = transition.crossing.map {
      Fact(
        name: "\(TransitionWording.name(of: nil)), ages as given",
        text: TransitionWording.years($0.interval.width == nil ? nil : $0.age, $0.interval))
    }
    return [planted].compactMap(\.self) + models + [crossing].compactMap(\.self)
  }
}
