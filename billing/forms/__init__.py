from .details import DetailsForm
from .purchase_order import ChoosePurchaseOrderForm, PurchaseOrderForm

__all__ = ["ChoosePurchaseOrderForm", "DetailsForm", "PurchaseOrderForm"]
