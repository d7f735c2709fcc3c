package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.Circles;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataRequest;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputNormalisation;
import picocli.CommandLine.Option;

/** The options of commands that take a data set. */
public final class DataOptions {

    @Option(names = "--data", paramLabel = "NAME|PATH", required = true,
            description = "A known data set ('lap data list'), a .npz file, a folder of .npy files, or one of class"
                    + " folders of .png or .jpg images.")
    private String data;

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "Folder of data sets, looked at before $LAP_DATA and ~/.cache/lap.")
    private Path dataDir;

    @Option(names = "--train-size", paramLabel = "N", description = "Training points, drawn at random (default: all).")
    private Integer trainSize;

    @Option(names = "--test-size", paramLabel = "N", description = "Test points, drawn at random (default: all).")
    private Integer testSize;

    @Option(names = "--mean", paramLabel = "A", split = ",",
            description = "Mean of each channel, subtracted (default: the model's where it says one, else the data"
                    + " set's).")
    private List<Double> mean = List.of();

    @Option(names = "--std", paramLabel = "A", split = ",",
            description = "Standard deviation of each channel, divided by (default: as for --mean).")
    private List<Double> std = List.of();

    @Option(names = "--circles-factor", paramLabel = "R", defaultValue = "0.5",
            description = "Radius of the inner of the generated circles (default: ${DEFAULT-VALUE}).")
    private double circlesFactor;

    @Option(names = "--circles-noise", paramLabel = "S", defaultValue = "0.05",
            description = "Standard deviation of their noise (default: ${DEFAULT-VALUE}).")
    private double circlesNoise;

    /**
     * What these options ask for.
     *
     * @throws BadInput if they contradict themselves
     */
    public DataRequest request(long seed) {
        return BadInput.unless(() -> {
            DataRequest request = DataRequest.of(data)
                    .withMean(mean)
                    .withStd(std)
                    .withCircles(new Circles(circlesFactor, circlesNoise))
                    .withSeed(seed);
            request = trainSize == null ? request : request.withTrainSize(trainSize);
            return testSize == null ? request : request.withTestSize(testSize);
        });
    }

    /** Where its files are looked for. */
    public DataPlaces places(Surroundings surroundings) {
        return places(Optional.ofNullable(dataDir), surroundings);
    }

    /**
     * The data that these options ask for, to train on.
     *
     * @throws BadInput    if the options contradict themselves or do not fit the data
     * @throws IOException if the data are unknown, missing or damaged
     */
    public DataSet load(long seed, Surroundings surroundings) throws IOException {
        return load(request(seed), surroundings);
    }

    /**
     * The data that these options ask for, to measure a model on: normalised as in the model's training, where that is
     * known. A data set without training points will do.
     *
     * @param known how the model's inputs were normalised in its training; empty where nothing says it
     * @throws BadInput    if the options contradict the model or themselves, or do not fit the data
     * @throws IOException if the data are unknown, missing or damaged
     */
    DataSet load(
            FlowShape model, Optional<InputNormalisation> known, long seed, Surroundings surroundings, Terminal terminal)
            throws IOException {
        DataRequest request = request(seed).withPurpose(Purpose.measuring(model.classes()));
        if (known.isPresent()) {
            requireAgreement(known.get());
            request = request.withMean(known.get().mean()).withStd(known.get().std());
        }
        DataSet loaded = load(request, surroundings);
        InputNormalisation used = loaded.normalisation().ofInputs();
        boolean images = model.input().size() == 3;
        if (known.isPresent() && images) {
            terminal.remark("inputs are normalised as in the model's training: " + used.inWords());
        } else if (images && mean.isEmpty() && std.isEmpty()) {
            terminal.remark("the model does not say how its inputs were normalised in training; taken is the data set's"
                    + " own, " + used.inWords() + " (--mean and --std set another)");
        }
        return loaded;
    }

    private void requireAgreement(InputNormalisation known) {
        InputNormalisation asked =
                BadInput.unless(() -> Normalisation.of(known).replaced(mean, std).ofInputs());
        if (!asked.agreesWith(known)) {
            throw new BadInput("--mean and --std contradict the model: the options mean " + asked.inWords()
                    + ", the model was trained with " + known.inWords() + "; leave the options out");
        }
    }

    private DataSet load(DataRequest request, Surroundings surroundings) throws IOException {
        try {
            return DataSets.standard().load(request, places(surroundings));
        } catch (IllegalArgumentException refused) {
            throw new BadInput("--data " + data + ": " + refused.getMessage(), refused);
        }
    }

    static DataPlaces places(Optional<Path> dataDir, Surroundings surroundings) {
        return DataPlaces.of(dataDir, surroundings.variable("LAP_DATA").map(Path::of), surroundings.home());
    }
}
