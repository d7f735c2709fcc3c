package org.leastaction.flow.objective;

import java.util.List;
import java.util.function.Function;
import org.leastaction.flow.objective.Monge.Gap;
import org.leastaction.flow.objective.Objective.Control;
import org.leastaction.flow.objective.Objective.Fixed;
import org.leastaction.flow.objective.Objective.LeastAction;
import org.leastaction.flow.objective.Objective.LeastAction.Form;
import org.leastaction.flow.objective.TransportPenalty.CostScale;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;

/** The providers of the objectives that come with this library. */
public final class PaperObjectives {

    private static final Setting<Double> LAMBDA =
            Setting.of("lambda", SettingType.numberFrom(0), 0.2, "weight of the transport cost or of the gap");
    private static final Setting<Double> LAMBDA0 =
            Setting.of("lambda0", SettingType.numberAbove(0), 5.0, "first lambda");
    private static final Setting<Double> TAU =
            Setting.of("tau", SettingType.numberFrom(0), 1.0, "step of lambda, which grows by tau * CE");
    private static final Setting<Integer> UZAWA_STEPS =
            Setting.of("uzawa-steps", SettingType.wholeNumber(1), 5, "batches between two steps of lambda");
    private static final Setting<CostScale> NORMALISATION = Setting.of(
            "normalisation",
            SettingType.choice(CostScale.class),
            CostScale.ELEMENTWISE,
            "how an objective counts the transport cost C or the gap G: the mean over elements, which is the scale of"
                    + " the published lambda0 and tau, or their sum");
    private static final Setting<Double> POWER =
            Setting.of("power", SettingType.numberAbove(1), 2.0, "p of the cost |v|^p");
    private static final Setting<Form> FORM = Setting.of(
            "objective-form",
            SettingType.choice(Form.class),
            Form.DIVIDED,
            "divided, CE + C / lambda, or undivided, lambda * CE + C");

    private static final Setting<Gap> GAP = Setting.of(
            "gap",
            SettingType.choice(Gap.class),
            Gap.EXACT,
            "exact, of each batch to its optimal assignment; sliced, the same of random projections; or asymmetry, of"
                    + " the Jacobian");
    private static final Setting<Integer> DRAWS = Setting.dependent(
            "draws",
            SettingType.wholeNumber(1),
            "16 projections, 1 pair of probes",
            "random projections, or pairs of probes of the Jacobian, of a batch");

    private static final List<ObjectiveProvider> ALL = List.of(
            new Provider("vanilla", "cross entropy CE", SettingSchema.of(), settings -> Objective.vanilla()),
            new Provider(
                    "fixed",
                    "CE + lambda * C, C the transport cost",
                    SettingSchema.of(LAMBDA, NORMALISATION, POWER),
                    settings -> new Fixed(settings.get(LAMBDA), penalty(settings))),
            new Provider(
                    "lap",
                    "CE + C / lambda, lambda growing by Uzawa's scheme",
                    SettingSchema.of(LAMBDA0, TAU, UZAWA_STEPS, NORMALISATION, POWER, FORM),
                    settings -> new LeastAction(
                            settings.get(LAMBDA0),
                            settings.get(TAU),
                            settings.get(UZAWA_STEPS),
                            penalty(settings),
                            settings.get(FORM))),
            new Provider(
                    "control",
                    "lambda * CE, with the lambda of lap and no C",
                    SettingSchema.of(LAMBDA0, TAU, UZAWA_STEPS),
                    settings -> new Control(settings.get(LAMBDA0), settings.get(TAU), settings.get(UZAWA_STEPS))),
            new Provider(
                    "monge",
                    "CE + lambda * G, G the gap between the flow and an optimal map",
                    SettingSchema.of(LAMBDA, NORMALISATION, GAP, DRAWS),
                    settings -> new Monge(
                            settings.get(LAMBDA),
                            settings.get(GAP),
                            settings.find(DRAWS).orElse(settings.get(GAP) == Gap.ASYMMETRY ? 1 : 16),
                            settings.get(NORMALISATION))),
            new Provider(
                    "trgl",
                    "CE + lambda * C of each block, with its own classifier and no gradient to earlier blocks",
                    SettingSchema.of(LAMBDA, NORMALISATION, POWER),
                    settings -> new ModuleWise(settings.get(LAMBDA), penalty(settings))));

    private PaperObjectives() {}

    /** {@code vanilla}, {@code fixed}, {@code lap}, {@code control}, {@code monge} and {@code trgl}. */
    public static List<ObjectiveProvider> all() {
        return ALL;
    }

    private static TransportPenalty penalty(Settings settings) {
        return new TransportPenalty(settings.get(NORMALISATION), settings.get(POWER));
    }

    private record Provider(
            String key, String help, SettingSchema settings, Function<Settings, Objective> creation)
            implements ObjectiveProvider {

        @Override
        public Objective create(Settings values) {
            return creation.apply(values);
        }
    }
}
