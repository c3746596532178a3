app_name = "initiative"
urlpatterns = []
