import Presentation

extension PageBuilder {
  /// The result beside what is known of children; `Assets/development.bib` holds the works that it names.
  mutating func discussion() -> HTML {
    let subject =
      input.cohort.isSynthetic
      ? "The faces of this run are synthetic, so its result says how the method fares where development is known, "
        + "and nothing about children. What follows is what a run on photographs would stand beside."
      : "The result is about these photographs: their children, their occasions, and the adults who labelled "
        + "them."
    return section(
      "discussion", "Discussion",
      [
        """
        <p>\(HTML.data(subject))</p>
        <p><b>What is asked here.</b> When faces that are said to show an emotion look as adults’ do. That is \
        about how expressions are <em>produced</em>, as others perceive them. Most developmental studies ask \
        when children <em>recognise</em> emotions in others’ faces; the two need not come at one age.</p>
        <p><b>Infants.</b> Infants’ negative expressions do not keep apart as adults’ do: configurations that \
        coding systems call fear, anger or disgust are taken by adults for distress or discomfort (Oster, \
        Hegley and Nagel 1992), and the same ones occur on different occasions (Camras and Shutter 2010). A \
        label on an infant’s face is therefore an adult’s reading, and a model trained on such labels learns \
        that reading.</p>
        <p><b>Childhood.</b> Asked to make expressions, children between 6 and 11 years do it better the older \
        they are, and positive ones better than negative ones (Grossard et al. 2018). Recognition takes \
        equally long: labels for expressions start from few broad categories and differentiate through the \
        preschool years (Widen and Russell 2003, 2008); sensitivity is near adults’ at 5 years for happiness \
        alone, and still improves between 5 and 10 years for surprise, disgust and fear and beyond 10 for \
        anger and sadness (Gao and Maurer 2010; reviewed by Herba and Phillips 2004). One transition age for \
        all emotions is a summary that hides such an order: see each emotion by itself.</p>
        <p><b>What faces can say.</b> The same configuration goes with different states and the same state with \
        different configurations, between people, occasions and cultures (Barrett et al. 2019). Nothing here \
        is about what anybody felt.</p>
        """
      ])
  }
}
