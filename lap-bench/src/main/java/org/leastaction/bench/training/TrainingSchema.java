package org.leastaction.bench.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.flow.objective.Sum;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.Initialisation.Scheme;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingGroup;
import org.leastaction.settings.SettingGroup.Given;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;

/**
 * All settings of trainings: the common ones, those of each family of networks, and those of each objective. The
 * options of {@code lap train} and the settings of study files are both read by this schema.
 */
public final class TrainingSchema {

    /** The name of the precision, which is a choice of the machine and not of a study. */
    public static final String PRECISION_NAME = "precision";

    static final Setting<String> MODEL = Setting.required("model", SettingType.text(),
            "family of the network, e.g. mlp for points or resnet9 for images; or autoencoder, whose encoder networks"
                    + " can start from; 'lap backends' lists the families");
    static final Setting<String> ENCODER = Setting.dependent("encoder", SettingType.text(), "a random start",
            "start from the encoder of an autoencoder: its folder, or the run directory that holds it");
    static final Setting<Boolean> FREEZE_ENCODER = Setting.of("freeze-encoder", SettingType.flag(), false,
            "keep that encoder as it is; the model can then decode its states into images");
    static final Setting<Scheme> INIT = Setting.dependent("init", SettingType.choice(Scheme.class),
            "the family's own, orthogonal for most, kaiming for a resnext or an autoencoder",
            "distribution of initial weights; uniform is PyTorch's own and draws biases too");
    static final Setting<Double> GAIN = Setting.dependent("gain", SettingType.numberAbove(0),
            "0.01 for orthogonal, otherwise 1",
            "scale of the initial weights; for normal their standard deviation");
    static final Setting<String> OBJECTIVE = Setting.of("objective", SettingType.text(), "vanilla",
            "vanilla: cross entropy CE; fixed: CE + lambda * C, C the transport cost; lap: CE + C / lambda_i by Uzawa's"
                    + " scheme; control: lambda_i * CE, with lap's lambda_i and no C; monge: CE + lambda * G, G the gap"
                    + " between the flow and an optimal map; trgl: as fixed, but block by block, each with its own"
                    + " classifier and no gradient to earlier blocks; or one of a plug-in");
    static final Setting<String> PLUS = Setting.dependent("plus", SettingType.text(), "nothing",
            "objectives of constant weight whose terms are added to the loss, with their settings, e.g. monge:lambda=1"
                    + " or 'monge monge:gap=asymmetry,lambda=0.1'");
    static final Setting<Integer> EPOCHS =
            Setting.of("epochs", SettingType.wholeNumber(1), 30, "passes over the training set");
    static final Setting<Integer> BATCH = Setting.of("batch", SettingType.wholeNumber(1), 128,
            "points of a step; the last, smaller batch is kept");
    static final Setting<AugmentationName> AUGMENT = Setting.dependent("augment",
            SettingType.choice(AugmentationName.class), "crop-flip for CIFAR, otherwise none",
            "variation of training images from epoch to epoch: none, or crop-flip, a random crop after padding by 4 and"
                    + " a random mirroring");
    static final Setting<OptimiserName> OPTIMISER = Setting.dependent("optimiser",
            SettingType.choice(OptimiserName.class), "sgd; adam for an autoencoder", "sgd with momentum, or adam");
    static final Setting<Double> LEARNING_RATE = Setting.dependent("lr", SettingType.numberAbove(0),
            "0.01 for sgd, 0.1 for sgd of a resnext, 0.001 for adam", "learning rate");
    static final Setting<Double> MOMENTUM =
            Setting.dependent("momentum", SettingType.numberFrom(0), "0.9", "momentum of sgd, below 1");
    static final Setting<Double> WEIGHT_DECAY = Setting.dependent("weight-decay", SettingType.numberFrom(0),
            "1e-4 for sgd, 0 for adam", "weight decay");
    static final Setting<List<Integer>> MILESTONES = Setting.dependent("milestones", SettingType.wholeNumbers(1),
            "120,160,200; 150,225,250 for a resnext", "ascending epochs after which the rate is divided");
    static final Setting<Double> DIVISOR = Setting.dependent("divisor", SettingType.numberFrom(1),
            "5; 10 for a resnext", "divisor of the rate at a milestone");
    static final Setting<Precision> PRECISION = Setting.of(PRECISION_NAME, SettingType.choice(Precision.class),
            Precision.FLOAT, "float, or mixed: convolutions in bfloat16, all else in float");

    private static final SettingSchema COMMON = SettingSchema.of(
            MODEL, ENCODER, FREEZE_ENCODER, INIT, GAIN, OBJECTIVE, PLUS, EPOCHS, BATCH, AUGMENT, OPTIMISER,
            LEARNING_RATE,
            MOMENTUM, WEIGHT_DECAY, MILESTONES, DIVISOR, PRECISION);
    private static final SettingGroup COMMON_GROUP = SettingGroup.of(COMMON);

    /** The prefix of the settings of a plug-in's objective, which separates them from those of networks. */
    private static final String OBJECTIVE_PREFIX = "objective-";

    enum AugmentationName {
        NONE,
        CROP_FLIP
    }

    enum OptimiserName {
        SGD,
        ADAM
    }

    private final List<NetworkFamily> families;
    private final Objectives objectives;
    private final SettingGroup networkGroup;
    private final SettingGroup objectiveGroup;

    public TrainingSchema(List<NetworkFamily> families, Objectives objectives) {
        this.families = List.copyOf(families);
        this.objectives = objectives;
        Map<String, SettingSchema> networks = new LinkedHashMap<>();
        families.forEach(family -> networks.put(family.key(), family.settings()));
        networks.put(AutoencoderSpec.FAMILY, AutoencoderSpec.SETTINGS);
        this.networkGroup = new SettingGroup(networks, UnaryOperator.identity());
        Map<String, SettingSchema> terms = new LinkedHashMap<>();
        objectives.providers().forEach(provider -> terms.put(provider.key(), provider.settings()));
        Set<String> own = PaperObjectives.all().stream()
                .flatMap(provider -> provider.settings().keys().stream()).collect(Collectors.toSet());
        this.objectiveGroup = new SettingGroup(terms, key -> own.contains(key) ? key : OBJECTIVE_PREFIX + key);
    }

    /** All settings by name. */
    public List<SettingGroup.Named> settings() {
        List<SettingGroup.Named> all = new ArrayList<>(COMMON_GROUP.settings());
        all.addAll(networkGroup.settings());
        all.addAll(objectiveGroup.settings());
        return all;
    }

    /** Names of the settings that determine whether a network fits data. */
    public Set<String> namesOfNetworks() {
        Set<String> names = networkGroup.settings().stream().map(SettingGroup.Named::name).collect(Collectors.toSet());
        names.addAll(List.of(MODEL.key(), ENCODER.key(), FREEZE_ENCODER.key()));
        return names;
    }

    /**
     * Reads the settings and checks everything that can be checked without data.
     *
     * @throws IllegalArgumentException if a value is out of range, without effect, missing, or contradicts another
     */
    public TrainingSettings read(Given given) {
        Settings common = COMMON_GROUP.read(COMMON.usual(), "a training", given);
        String model = common.get(MODEL);
        boolean autoencoder = model.equals(AutoencoderSpec.FAMILY);
        Optional<NetworkFamily> family =
                families.stream().filter(one -> one.key().equals(model)).findFirst();
        String owner = "the network " + model;
        // For a family that no backend or several backends train, the backends report the error.
        UnaryOperator<Settings> network = autoencoder || family.isPresent()
                ? usual -> networkGroup.read(usual, owner, given)
                : UnaryOperator.identity();
        if (autoencoder) {
            requireUnused(given, "an autoencoder");
        }
        TrainingSettings settings = new TrainingSettings(
                given, common, family, network, autoencoder ? Objective.vanilla() : objective(common, given));
        settings.check();
        return settings;
    }

    private Objective objective(Settings common, Given given) {
        Objective objective = objective(common.get(OBJECTIVE), given, OBJECTIVE.key(), given);
        Optional<String> plus = common.find(PLUS);
        if (plus.isEmpty()) {
            return objective;
        }
        List<Objective> added = new ArrayList<>();
        for (String one : plus.get().strip().split("\\s+", -1)) {
            added.add(added(one, given));
        }
        try {
            return new Sum(objective, added);
        } catch (IllegalArgumentException refused) {
            throw wrong(PLUS.key(), given, refused);
        }
    }

    /** An added objective, written as its name or as NAME:SETTING=VALUE,… with the names of options. */
    private Objective added(String written, Given given) {
        int colon = written.indexOf(':');
        String key = colon < 0 ? written : written.substring(0, colon);
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : colon < 0 ? new String[0] : written.substring(colon + 1).split(",")) {
            String[] parts = pair.split("=", 2);
            boolean known = objectiveGroup.settings().stream().anyMatch(setting -> setting.name().equals(parts[0]));
            if (parts.length < 2 || !known) {
                throw new SettingException(PLUS.key(), given.written(PLUS.key()) + ": '" + pair + "' of '" + written
                        + "' is no setting of an objective; the form is NAME:SETTING=VALUE,SETTING=VALUE");
            }
            values.put(parts[0], parts[1]);
        }
        return objective(key, new Given(values, given.written(PLUS.key()) + " " + key + ":"), PLUS.key(), given);
    }

    /**
     * The objective of a key.
     *
     * @param own   values of its settings
     * @param name  the setting that chose it
     * @param given all values
     */
    private Objective objective(String key, Given own, String name, Given given) {
        ObjectiveProvider provider;
        try {
            provider = objectives.provider(key);
        } catch (IllegalArgumentException missing) {
            throw wrong(name, given, missing);
        }
        Settings read = objectiveGroup.read(provider.settings().usual(), "the objective " + key, own);
        try {
            return objectives.create(key, read);
        } catch (SettingException refused) {
            throw refused;
        } catch (RuntimeException | LinkageError failure) {
            throw wrong(name, given, failure);
        }
    }

    private static SettingException wrong(String name, Given given, Throwable failure) {
        String sentence = given.written(name) + ": " + failure.getMessage();
        return new SettingException(name, sentence, failure);
    }

    private void requireUnused(Given given, String user) {
        for (Setting<?> setting : List.of(OBJECTIVE, PLUS, AUGMENT, ENCODER, FREEZE_ENCODER, PRECISION)) {
            if (given.values().containsKey(setting.key())) {
                throw new SettingException(setting.key(), user + " does not use " + given.written(setting.key()));
            }
        }
        objectiveGroup.read(SettingSchema.of().usual(), user, given);
    }
}
