package org.leastaction.bench.command.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.Terminal;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataRequest;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.DataRequest.Sampling;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.data.array.NamedArrays;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.model.ModelInputs.Stated;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.NamedInputs;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The options of commands that take a data set. */
public final class DataOptions {

    @Mixin
    private DataFolderOption folder;

    private final SettingOptions settings = new SettingOptions();

    /** Adds the options of {@link DataSettings} to the command that includes this mixin. */
    @Spec(Spec.Target.MIXEE)
    void setCommand(CommandSpec command) {
        settings.addTo(command, DataSettings.GROUP.settings());
    }

    /**
     * The data that these options specify.
     *
     * @throws BadInput if they contradict each other
     */
    public DataRequest request(long seed) {
        return BadInput.unless(() -> DataSettings.request(settings.given(), seed));
    }

    /**
     * A .npz file with an array for each input of a network; empty for other data.
     *
     * @throws IOException if the file cannot be read
     */
    Optional<NamedArrays> arrays() throws IOException {
        String name = request(0).name();
        return name.endsWith(".npz") && NamedArrays.mayBeOne(Path.of(name))
                ? Optional.of(new NamedArrays(Path.of(name))) : Optional.empty();
    }

    private static boolean areByName(String data, ModelInputs model) throws IOException {
        return data.endsWith(".npz") && model.named().isPresent()
                && NamedArrays.isOne(Path.of(data), model.named().get());
    }

    /** Where its files are searched for. */
    public DataPlaces places(Surroundings surroundings) {
        return folder.places(surroundings);
    }

    /**
     * The data that these options specify, for training.
     *
     * @throws BadInput    if the options contradict each other or do not fit the data
     * @throws IOException if the data are unknown, missing or damaged
     */
    public DataSet load(long seed, Surroundings surroundings) throws IOException {
        return load(request(seed), surroundings);
    }

    /**
     * The data that these options specify, for measuring a model: normalised as in the model's training, if that is
     * known. A data set without training points suffices.
     *
     * @param labels whether labels are needed, and whether they are the model's
     * @param known  what is known about the inputs of its training
     * @param samples the test points that are measured: of pictures in files, no others are decoded
     * @throws BadInput    if the options contradict the model or each other, or do not fit the data
     * @throws IOException if the data are unknown, missing or damaged
     */
    public DataSet load(
            FlowShape model, ModelInputs known, LabelOptions labels, Sampling samples, long seed,
            Surroundings surroundings, Terminal terminal) throws IOException {
        ModelInputs inputs = labels.areMapped() ? known.withClassNames(Optional.empty()) : known;
        DataRequest request = request(seed).withPurpose(Purpose.measuring(model).withLabels(labels.areWanted())
                .withModel(inputs).withSampling(samples));
        boolean byName = areByName(request.name(), inputs);
        if (!byName && inputs.named().filter(NamedInputs::chooseToken).isPresent()) {
            throw new BadInput(
                    "--particle token needs a .npz file with an array for each input of the network, named as"
                            + " the input: " + inputs.named().get().names());
        }
        Optional<InputNormalisation> normalisation = inputs.normalisation();
        if (normalisation.isPresent()) {
            requireAgreement(request, normalisation.get());
            request = request.withMean(normalisation.get().mean()).withStd(normalisation.get().std());
        }
        if (inputs.pictures().isPresent()) {
            requireAgreement(request.pictures(), inputs.pictures().get());
        }
        DataSet loaded = load(request, surroundings);
        InputNormalisation used = loaded.normalisation().ofInputs();
        // Data that do not fit the model are rejected later, without a remark.
        boolean images = loaded.test().shape().size() == 3 && !byName
                && coordinates(loaded.test().shape()) == coordinates(model.input());
        if (normalisation.isPresent() && images) {
            terminal.remark("inputs are normalised as in the model's training: " + used.inWords());
        } else if (images && request.mean().isEmpty() && request.std().isEmpty()) {
            terminal.remark("the model does not specify the normalisation of its inputs; that of the data set is used: "
                    + used.inWords() + " (--mean and --std set another)");
        }
        return loaded;
    }

    private static long coordinates(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    private static void requireAgreement(DataRequest request, InputNormalisation known) {
        InputNormalisation given =
                BadInput.unless(() -> Normalisation.of(known).replaced(request.mean(), request.std()).ofInputs());
        if (!given.agreesWith(known)) {
            throw new BadInput("--mean and --std contradict the model: the options mean " + given.inWords()
                    + ", the model was trained with " + known.inWords() + "; leave the options out");
        }
    }

    private static void requireAgreement(PictureForm given, Stated<PictureForm> stated) {
        if (stated.binding() && given.contradicts(stated.value())) {
            throw new BadInput("--resize, --crop, --interpolation and --colour contradict the model: the options mean"
                    + " pictures " + given.inWords() + ", the model was trained with pictures "
                    + stated.value().inWords() + "; leave the options out");
        }
    }

    /**
     * Another data set than the one that these options specify, from the same places, without labels and not normalised.
     *
     * @param option the option that names it, for messages
     * @throws BadInput    if it is refused
     * @throws IOException if the data are unknown, missing or damaged
     */
    public DataSet loadOther(String option, String name, long seed, Surroundings surroundings) throws IOException {
        DataRequest request = BadInput.unless(() -> DataRequest.of(name)).withSeed(seed)
                .withPurpose(Purpose.measuring(0).withLabels(false)).withMean(List.of(0.0)).withStd(List.of(1.0));
        return load(option, request, surroundings);
    }

    private DataSet load(DataRequest request, Surroundings surroundings) throws IOException {
        return load("--data", request, surroundings);
    }

    private DataSet load(String option, DataRequest request, Surroundings surroundings) throws IOException {
        try {
            return DataSets.standard().load(request, places(surroundings));
        } catch (IllegalArgumentException refused) {
            throw new BadInput(option + " " + request.name() + ": " + refused.getMessage(), refused);
        }
    }
}
