package org.leastaction.flow.training;

import java.util.List;
import java.util.Optional;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * A family of networks that a {@link FlowTrainer} builds. Its description defines the options of {@code lap train}, the
 * keys of study files, the contents of records and model folders, and the wording of reports.
 *
 * <p>Instances are constants, or define {@code equals}: networks are equal if their families are.
 */
public interface NetworkFamily {

    /** Key of the setting for the number of residual blocks of each segment, if the family has it. */
    String BLOCKS = "blocks";

    /** The name on the command line and in files: lower-case letters, digits and dashes, e.g. "resnet9". */
    String key();

    /** The name in reports, e.g. "ResNet9". */
    default String name() {
        return key();
    }

    /** One line without a full stop, e.g. "residual network of points". */
    String help();

    /** The settings of a network, apart from the shape of its inputs and the number of classes. */
    SettingSchema settings();

    /** The default of every setting for inputs of a shape, e.g. [28, 28, 1], and a number of classes. */
    default Settings usual(List<Integer> input, int classes) {
        return settings().usual();
    }

    /**
     * Checks constraints that involve several settings: whether settings, inputs and classes define a network.
     *
     * @throws IllegalArgumentException if they do not
     */
    default void check(Settings settings, List<Integer> input, int classes) {}

    /** Number of residual blocks of each segment, in order; by default the value of the setting {@link #BLOCKS}. */
    default List<Integer> stages(Settings settings) {
        Setting<?> blocks = settings().require(BLOCKS, "the network " + key());
        Object value = settings.toJson().get(blocks.recordKey());
        return value instanceof List<?> stages
                ? stages.stream().map(Integer.class::cast).toList()
                : List.of((Integer) value);
    }

    /** The autoencoder of images that can pretrain a network's encoder, if there is one. */
    default Optional<AutoencoderSpec> autoencoder(NetworkSpec network) {
        return Optional.empty();
    }

    /** The default initialisation. */
    default Initialisation usualInitialisation() {
        return Initialisation.orthogonal(0.01);
    }

    /** The default epochs, batches and optimiser. */
    default TrainingOptions usualTraining() {
        return TrainingOptions.defaults();
    }

    /** The family's network with default settings, for inputs of a shape. */
    default NetworkSpec network(List<Integer> input, int classes) {
        return new NetworkSpec(this, usual(input, classes), input, classes);
    }
}
