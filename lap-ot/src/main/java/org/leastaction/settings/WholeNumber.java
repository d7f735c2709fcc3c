package org.leastaction.settings;

/** Whole numbers in a range, both ends included. */
record WholeNumber(int least, int most) implements SettingType<Integer> {

    @Override
    public String placeholder() {
        return "N";
    }

    @Override
    public String requirement() {
        return most == Integer.MAX_VALUE
                ? "a whole number of at least " + least
                : "a whole number from " + least + " to " + most;
    }

    @Override
    public Integer read(Object raw) {
        double number = RealNumber.parse(raw);
        if (number != Math.rint(number) || number < least || number > most) {
            throw new IllegalArgumentException("not " + requirement() + ": " + raw);
        }
        return (int) number;
    }

    @Override
    public Object toJson(Integer value) {
        return value;
    }
}
