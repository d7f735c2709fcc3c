package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;

/** A family that this backend builds. Each is declared in the file of its network, with its settings. */
abstract class TensorFlowFamily implements NetworkFamily {

    static final Setting<Boolean> BATCH_NORM =
            Setting.of("batch-norm", SettingType.flag(), true, "normalise over the batch")
                    .reportedAs("batch normalisation");
    static final Setting<Double> TIME_STEP =
            Setting.of("time-step", SettingType.numberAbove(0), 1.0, "factor h of the residues, x + h * v(x)")
                    .reportedUnlessUsual("time step %s");
    static final Setting<Resolution> RESOLUTION = Setting.of(
            "resolution", SettingType.choice(Resolution.class), Resolution.HALF,
            "resolution of the encoded images: half, by a convolution of stride 2, or full");
    static final Setting<Integer> FILTERS =
            Setting.of("filters", SettingType.wholeNumber(2), 64, "channels of the encoded images")
                    .reportedAs("%s filters");

    private final String key;
    private final String name;
    private final String help;
    private final SettingSchema settings;

    TensorFlowFamily(String key, String name, String help, SettingSchema settings) {
        this.key = key;
        this.name = name;
        this.help = help;
        this.settings = settings;
    }

    /** Builds the network of a specification of this family. */
    abstract Network build(NetworkSpec spec);

    @Override
    public final String key() {
        return key;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String help() {
        return help;
    }

    @Override
    public final SettingSchema settings() {
        return settings;
    }

    @Override
    public final String toString() {
        return key;
    }

    /** Blocks of a network of a single segment. */
    static Setting<List<Integer>> blocks(int usual) {
        return Setting.of(BLOCKS, SettingType.oneWholeNumber(1), List.of(usual), "residual blocks");
    }

    /** Blocks of a network of several segments. */
    static Setting<List<Integer>> stages(List<Integer> usual) {
        return Setting.of(BLOCKS, SettingType.wholeNumbers(1), usual, "residual blocks of each stage");
    }
}
