package org.leastaction.bench.data.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.NamedInputs;

/**
 * The inputs of a model's training, as far as they are known.
 *
 * @param normalisation of pixels or coordinates
 * @param pictures      how pictures were converted, resized and cropped
 * @param classNames    in numeric order
 * @param remarks       sentences about statements that are not used
 * @param named         its inputs by name
 */
public record ModelInputs(Optional<InputNormalisation> normalisation, Optional<Stated<PictureForm>> pictures,
        Optional<Stated<ClassNames>> classNames, List<String> remarks, Optional<NamedInputs> named) {

    /** The source of statements of the model itself. */
    public static final String MODEL = "the model";

    private static final int IMAGE_RANK = 3;
    /** Names of classes that a line has room for. */
    private static final int MOST_NAMES = 10;

    /**
     * A value and where it is stated.
     *
     * @param source  for messages: "config.json"
     * @param binding whether options and data that contradict it are refused, as for statements of the model itself;
     *                not for a form of pictures without a colour, which this program always states: other programs use
     *                its keys for other purposes
     */
    public record Stated<T>(T value, String source, boolean binding) {}

    public ModelInputs {
        remarks = List.copyOf(remarks);
    }

    /** Nothing is known. */
    public static ModelInputs unknown() {
        return new ModelInputs(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** The same with another normalisation. */
    public ModelInputs with(InputNormalisation newNormalisation) {
        return new ModelInputs(Optional.of(newNormalisation), pictures, classNames, remarks, named);
    }

    /** The same with other names of the classes; empty: unknown. */
    public ModelInputs withClassNames(Optional<Stated<ClassNames>> names) {
        return new ModelInputs(normalisation, pictures, names, remarks, named);
    }

    /** The same with its inputs by name. */
    public ModelInputs withNamed(Optional<NamedInputs> inputs) {
        return new ModelInputs(normalisation, pictures, classNames, remarks, inputs);
    }

    /** The same with the statements of the model itself in place of others. */
    public ModelInputs with(InputDescription own, FlowShape network) {
        List<String> all = new ArrayList<>(remarks);
        Optional<Stated<PictureForm>> form = Optional.empty();
        try {
            form = own.pictures().map(PictureForm::of).filter(stated -> fits(MODEL, stated, network, all))
                    .map(stated -> new Stated<>(stated, MODEL, stated.colour().isPresent()));
        } catch (IllegalArgumentException refused) {
            all.add("the model's preparation of pictures is not used: " + refused.getMessage());
        }
        Optional<Stated<ClassNames>> names = own.classNames().isEmpty() ? Optional.empty()
                : Optional.of(new Stated<>(new ClassNames(own.classNames(), own.classFolders()), MODEL, true));
        return new ModelInputs(own.normalisation().or(this::normalisation), form.or(this::pictures),
                names.or(this::classNames), all, named);
    }

    /** What is stated, one statement a line; empty if nothing is. */
    public List<String> inWords() {
        List<String> lines = new ArrayList<>();
        normalisation.ifPresent(known -> lines.add("normalisation: " + known.inWords()));
        pictures.ifPresent(known -> lines.add("pictures " + known.value().inWords() + source(known)));
        classNames.ifPresent(known -> {
            List<String> names = known.value().names();
            lines.add(names.size() + " classes: "
                    + String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                    + (names.size() > MOST_NAMES ? ", …" : "") + source(known));
        });
        return lines;
    }

    private static String source(Stated<?> stated) {
        return stated.source().equals(MODEL) ? "" : " (" + stated.source() + ")";
    }

    /** Whether pictures in a form have the network's extents, if both are known; otherwise adds a remark. */
    static boolean fits(String source, PictureForm stated, FlowShape network, List<String> remarks) {
        List<Integer> result = stated.crop().isEmpty() ? stated.resize() : stated.crop();
        boolean square = !stated.crop().isEmpty() || result.size() == 2;
        if (network.input().size() != IMAGE_RANK || result.isEmpty()) {
            return true;
        }
        List<Integer> taken = network.input().subList(0, IMAGE_RANK - 1);
        boolean known = taken.stream().allMatch(extent -> extent > 0);
        int height = result.get(0);
        int width = result.get(result.size() - 1);
        boolean alike = square ? height == taken.get(0) && width == taken.get(1)
                : height == Math.min(taken.get(0), taken.get(1));
        if (!known || alike) {
            return true;
        }
        remarks.add(source + " states pictures of " + height + " × " + width + ", and the network takes "
                + taken.get(0) + " × " + taken.get(1) + ": pictures are not resized");
        return false;
    }

    /**
     * What a model that is trained on such pictures and classes states about them.
     *
     * @param pictures form and channels of its pictures, if the data are files of pictures
     */
    public static InputDescription description(InputNormalisation normalisation,
            Optional<PictureForm> pictures, int channels, ClassNames names) {
        InputDescription described = InputDescription.unknown().with(normalisation);
        if (pictures.isPresent()) {
            described = described.with(pictures.get().preparation(channels));
        }
        return names.areWords() ? described.withClasses(names.names(), names.folders()) : described;
    }
}
