//! The parameters of a statement: an array, a tuple, or values in a row.

use crate::database::value::ToValue;
use crate::database::value::Value;
use crate::database::value::ValueRef;

/// What can be given to a statement as its parameters, in their order.
pub trait Params {
    /// Lends the values.
    fn with<T>(&self, take: impl FnOnce(&[ValueRef<'_>]) -> T) -> T;
}

macro_rules! arrays {
    ($($length:literal)*) => {$(
        impl<P: ToValue> Params for [P; $length] {
            fn with<T>(&self, take: impl FnOnce(&[ValueRef<'_>]) -> T) -> T {
                take(&self.each_ref().map(ToValue::to_value))
            }
        }
    )*};
}
// Not for any length: nobody could tell what `[]` is an array of.
arrays!(1 2 3 4 5 6 7 8 9 10 11 12);

/// No parameters.
impl Params for [(); 0] {
    fn with<T>(&self, take: impl FnOnce(&[ValueRef<'_>]) -> T) -> T {
        take(&[])
    }
}

impl Params for &[Value] {
    fn with<T>(&self, take: impl FnOnce(&[ValueRef<'_>]) -> T) -> T {
        let values: Vec<ValueRef<'_>> = self.iter().map(ToValue::to_value).collect();
        take(&values)
    }
}

macro_rules! tuples {
    ($(($($place:tt $kind:ident),+))*) => {$(
        impl<$($kind: ToValue),+> Params for ($($kind,)+) {
            fn with<R>(&self, take: impl FnOnce(&[ValueRef<'_>]) -> R) -> R {
                take(&[$(self.$place.to_value()),+])
            }
        }
    )*};
}
tuples! {
    (0 A, 1 B)
    (0 A, 1 B, 2 C)
    (0 A, 1 B, 2 C, 3 D)
    (0 A, 1 B, 2 C, 3 D, 4 E)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K)
    (0 A, 1 B, 2 C, 3 D, 4 E, 5 F, 6 G, 7 H, 8 I, 9 J, 10 K, 11 L)
}
